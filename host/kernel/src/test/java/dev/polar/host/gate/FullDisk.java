package dev.polar.host.gate;

import dev.polar.host.audit.Draft;
import dev.polar.host.store.Database;
import dev.polar.host.store.DiskReserve;
import dev.polar.spi.Code;
import dev.polar.trust.audit.Category;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;

/** A host on a small disk of its own that somebody fills, again and again; prints what it found, or ends with a fault. */
public final class FullDisk {
    private static final long RESERVE = 64 << 20;

    private FullDisk() {}

    /** @param args the disk, a directory elsewhere, where PostgreSQL is unpacked, and how often */
    public static void main(String[] args) throws IOException {
        var disk = Path.of(args[0]);
        var elsewhere = Path.of(args[1]);
        var cache = Path.of(args[2]);
        int times = Integer.parseInt(args[3]);
        var data = disk.resolve("data");
        var ballast = disk.resolve("ballast");
        var done = elsewhere.resolve("done");
        Set<String> answered;
        Duration longest;
        long refused;
        try (var host = new Actions(data, Database.embedded(data, cache), done, Duration.ofSeconds(2))) {
            var reserve = new DiskReserve(data, RESERVE);
            host.journal.keep(reserve, false);
            Waiting.until(reserve::isHeld);
            var load = new Load(host, 8);
            try (load) {
                for (int i = 0; i < times; i++) {
                    long before = load.answered();
                    Waiting.until(() -> load.answered() >= before + 50);
                    fill(ballast);
                    Waiting.until(() -> host.journal.shortOfRoom().isPresent());
                    written(host, Draft.of(Category.CALL, "denied").denied(Code.POLICY_DENIED));
                    written(host, Draft.of(Category.TRUST, "revoke").allowed());
                    long refusedBefore = load.refused(Code.AUDIT_UNAVAILABLE);
                    Waiting.until(() -> load.refused(Code.AUDIT_UNAVAILABLE) > refusedBefore);
                    Files.delete(ballast);
                    Waiting.until(reserve::isHeld);
                }
                long before = load.answered();
                Waiting.until(() -> load.answered() >= before + 50);
                fill(ballast);
                Waiting.until(() -> host.journal.shortOfRoom().isPresent());
            }
            answered = load.idsOfAnswered();
            longest = load.longest();
            refused = load.refused(Code.AUDIT_UNAVAILABLE);
        }
        Files.delete(ballast);
        try (var host = new Actions(data, Database.embedded(data, cache), done, Duration.ofSeconds(2))) {
            var reckoning = Reckoning.of(host, done, answered, elsewhere.resolve("export"));
            System.out.println("disk full " + (times + 1) + " times; answered " + answered.size() + "; not recorded "
                    + refused + "; longest wait " + longest.toMillis() + " ms; " + reckoning);
        }
    }

    private static void fill(Path ballast) {
        try (var file = FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var piece = ByteBuffer.allocate(64 << 10);
            while (true) {
                file.write(piece.rewind());
            }
        } catch (IOException full) {
            // as it should be
        }
    }

    /** It goes on record, if not at once then soon. */
    private static void written(Actions host, Draft draft) {
        Waiting.until(() -> {
            try {
                host.journal.append(draft);
                return true;
            } catch (RuntimeException notYet) {
                return false;
            }
        });
    }
}
