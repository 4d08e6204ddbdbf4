package dev.polar.spi;

import java.util.List;
import java.util.Optional;

/** The plugin's files, {@code $DATA}; needs {@code storage.read($DATA)} and {@code storage.write($DATA)}. */
public interface Storage {
    /**
     * Reads a file; {@code path} is relative to {@code $DATA}, with forward slashes.
     *
     * @throws Refusal {@code PERMISSION_DENIED}, also for a path that leaves {@code $DATA} by name or by link
     */
    Optional<byte[]> read(String path);

    /** Writes a file whole, atomically; at most 10 MiB. */
    void write(String path, byte[] bytes);

    /** Paths of the files below {@code path}, sorted. */
    List<String> list(String path);

    /** Whether there was one. */
    boolean delete(String path);
}
