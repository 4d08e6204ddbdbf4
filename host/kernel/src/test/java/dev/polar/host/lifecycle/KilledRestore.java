package dev.polar.host.lifecycle;

import dev.polar.host.backup.Restoring;
import java.nio.file.Path;
import java.util.Optional;

/** A restore to be killed: data directory, database, backup. */
public final class KilledRestore {
    private KilledRestore() {}

    public static void main(String[] arguments) {
        var data = Path.of(arguments[0]);
        new Restoring(data, data.resolveSibling("cache"), Optional.of(arguments[1]))
                .from(Path.of(arguments[2]), "", false);
    }
}
