package dev.polar.host.backup;

import dev.polar.host.floor.Floors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The files of a data directory that a backup holds, and what becomes of each when it comes back to a directory that has
 * one too. What an operator took back or pinned since the backup is never undone. The log's key is not among them: a log
 * that two machines could go on with would prove nothing.
 */
enum KeptFile {
    /** Consents are signed for it. */
    INSTALLATION("installation", Both.HERE),
    /** Whoever was removed since the backup does not return. */
    OPERATORS("operators.json", Both.HERE),
    REVOCATIONS("revocations.jsonl", Both.ALL_LINES),
    /** Of two lists of one source the newer counts. */
    LISTS("revocation-lists.jsonl", Both.ALL_LINES),
    FLOORS(Floors.FILE, Both.HIGHEST),
    NODE("node.id", Both.HERE),
    CHECKPOINT("log.checkpoint", Both.HERE),
    /** What is sealed in the backup opens with the key of the backup. */
    MASTER_KEY("master.key", Both.BACKUP);

    private enum Both {
        HERE,
        BACKUP,
        ALL_LINES,
        HIGHEST
    }

    private final String fileName;
    private final Both both;

    KeptFile(String fileName, Both both) {
        this.fileName = fileName;
        this.both = both;
    }

    String fileName() {
        return fileName;
    }

    static Optional<KeptFile> named(String name) {
        return List.of(values()).stream()
                .filter(file -> file.fileName.equals(name))
                .findFirst();
    }

    /** What stands there after a restore. */
    byte[] merged(byte[] here, byte[] backup) throws IOException {
        return switch (both) {
            case HERE -> here;
            case BACKUP -> backup;
            case ALL_LINES -> lines(here, backup);
            case HIGHEST -> {
                var highest = Floors.parse(backup);
                Floors.parse(here).forEach((name, value) -> highest.merge(name, value, Math::max));
                yield Floors.bytes(highest);
            }
        };
    }

    private static byte[] lines(byte[] here, byte[] backup) {
        var lines = new LinkedHashSet<String>();
        new String(here, StandardCharsets.UTF_8).lines().forEach(lines::add);
        new String(backup, StandardCharsets.UTF_8).lines().forEach(lines::add);
        lines.remove("");
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
