package dev.polar.cli.plugin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.lock.Lock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A lock file on disk. */
record LockFile(Path path) {
    private static final int MOST_BYTES = 2 << 20;

    /**
     * Reads it.
     *
     * @throws Refusal {@code NOT_FOUND}, {@code LOCK_INVALID}
     */
    Lock read() {
        try (var in = Files.newInputStream(path)) {
            return Lock.parse(path.toString(), in.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "there is no lock file " + path + " that can be read",
                    "'polar lock --out " + path + "' writes one");
        }
    }

    Optional<Lock> find() {
        return Files.exists(path) ? Optional.of(read()) : Optional.empty();
    }

    /** Writes it, whole or not at all. */
    void write(Lock lock) {
        var half = path.resolveSibling("." + path.getFileName() + ".new");
        try {
            Files.write(half, lock.toBytes());
            Files.move(half, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refusal(
                    Code.NOT_FOUND, path + " cannot be written: " + e.getMessage(), "name another file with --out");
        }
    }

    /** The directory that its sources are relative to. */
    Path directory() {
        return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(Path.of("/"));
    }
}
