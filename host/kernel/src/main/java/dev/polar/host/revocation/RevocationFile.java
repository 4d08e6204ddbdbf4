package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.host.store.DiskReserve;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/** {@code revocations.jsonl} in the data directory: one signed envelope a line, in the order in which they came. */
final class RevocationFile {
    private final Path path;
    private final DiskReserve reserve;

    /** Whether it holds all that counts, and nothing that does not. */
    private boolean inOrder;

    private RevocationFile(Path path, DiskReserve reserve) {
        this.path = path;
        this.reserve = reserve;
    }

    static RevocationFile in(Path dataDir) {
        return new RevocationFile(dataDir.resolve("revocations.jsonl"), DiskReserve.in(dataDir));
    }

    /** @throws Refusal {@code TRUST_TAMPERED} if it is there and cannot be read */
    List<String> lines() {
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new Refusal(
                    Code.TRUST_TAMPERED, "the revocations cannot be read: " + e, "restore " + path + " from a backup");
        }
    }

    /** Every line was read, and counts. */
    void isInOrder() {
        inOrder = true;
    }

    /** Holds one more; on disk when this returns. */
    void add(Consented next, Collection<Consented> all) {
        try {
            put(next, all);
        } catch (Refusal unwritten) {
            if (!reserve.giveBack()) {
                throw unwritten;
            }
            write(all); // the disk was full
        }
    }

    private void put(Consented next, Collection<Consented> all) {
        boolean appended = inOrder;
        inOrder = false;
        if (appended && append(next)) {
            inOrder = true;
        } else {
            write(all);
        }
    }

    /** Holds those and no others; on disk when this returns. */
    void write(Collection<Consented> consents) {
        var text = new StringBuilder();
        consents.forEach(consent -> text.append(consent.envelope()).append('\n'));
        try {
            inOrder = false;
            OwnerOnly.write(path, text.toString().getBytes(StandardCharsets.UTF_8));
            inOrder = true;
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /**
     * Waits for the disk once, where writing all of it waits three times. A crash may leave a part of the line, which does
     * not verify, and whose revocation nobody was told is in force.
     *
     * @return false, with nothing done, if the file is not there or ends within a line
     */
    private boolean append(Consented consent) {
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var last = ByteBuffer.allocate(1);
            if (file.size() == 0 || file.read(last, file.size() - 1) != 1 || last.get(0) != '\n') {
                return false;
            }
            var line = StandardCharsets.UTF_8.encode(consent.envelope() + "\n");
            file.position(file.size());
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private Refusal unwritten(IOException why) {
        return new Refusal(
                Code.INTERNAL, "the revocation cannot be written: " + why, "check the space and owner of " + path);
    }

    /** What a line that does not verify is told with. */
    Refusal spoilt(Refusal why) {
        return new Refusal(
                Code.TRUST_TAMPERED,
                "a line of " + path.getFileName() + " does not count: " + why.getMessage(),
                "compare polar revocations with what was revoked, and revoke again what is missing");
    }
}
