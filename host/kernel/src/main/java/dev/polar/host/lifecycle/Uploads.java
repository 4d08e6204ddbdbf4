package dev.polar.host.lifecycle;

import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Package files on their way in, each under its digest; one waits an hour for its plan and consent. */
public final class Uploads {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MOST = 256;
    private static final long MOST_BYTES = 4L << 30;

    private final Path directory;
    private final InstantSource clock;

    public Uploads(Path dataDir, InstantSource clock) {
        this.directory = dataDir.resolve("uploads");
        this.clock = clock;
    }

    /**
     * Keeps a file, unread.
     *
     * @return its name: {@code sha256:<hex>} of the bytes
     */
    public synchronized String put(byte[] file) {
        try {
            sweep();
            var digest = Digest.of(file);
            OwnerOnly.write(OwnerOnly.directory(directory).resolve(digest.hex()), file);
            return digest.toString();
        } catch (IOException e) {
            throw new Refusal(
                    Code.INTERNAL,
                    "the package file cannot be kept: " + e,
                    "check the space and owner of " + directory);
        }
    }

    /**
     * The bytes of that name.
     *
     * @throws Refusal {@code PLAN_UNKNOWN} if they are not there or no longer
     */
    public synchronized byte[] get(String name) {
        try {
            var digest = Digest.parse(name);
            sweep();
            var bytes = Files.readAllBytes(directory.resolve(digest.hex()));
            if (Digest.of(bytes).equals(digest)) {
                return bytes;
            }
        } catch (IOException | IllegalArgumentException e) {
            // told below: it is not there
        }
        throw new Refusal(
                Code.PLAN_UNKNOWN,
                "there is no package file '" + CleanText.line(name) + "' waiting; one waits an hour",
                "upload it again: polar install FILE");
    }

    synchronized void remove(String name) {
        try {
            Files.deleteIfExists(directory.resolve(Digest.parse(name).hex()));
        } catch (IOException e) {
            // swept later
        }
    }

    private void sweep() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> files;
        try (var listing = Files.list(directory)) {
            files = listing.sorted((one, other) -> Long.compare(age(other), age(one)))
                    .toList();
        }
        // The newest stay: a set of packages is uploaded in one go.
        int kept = 0;
        long bytes = 0;
        for (var file : files.reversed()) {
            bytes += Files.size(file);
            if (age(file) > LIFE.toMillis() || ++kept > MOST || bytes > MOST_BYTES) {
                Files.deleteIfExists(file);
            }
        }
    }

    private long age(Path file) {
        return clock.millis() - file.toFile().lastModified();
    }
}
