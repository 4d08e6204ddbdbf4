package dev.polar.cli.plugin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.FileTree;
import dev.polar.trust.packages.PackageFile;
import dev.polar.trust.packages.Packer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Where a package comes from: a file, or an https address. */
final class PackageSource {
    private static final int MOST_BYTES = (128 << 20) + (1 << 20);
    private static final int PATIENCE_MILLIS = 30_000;

    private PackageSource() {}

    static byte[] read(String source) {
        try (var in = open(source)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Refusal(
                        Code.CONTAINER_MALFORMED, source + " has more than 128 MiB", "no package is that large");
            }
            return bytes;
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(Code.NOT_FOUND, source + " cannot be read: " + e.getMessage(), "name a .polar file");
        }
    }

    /**
     * As a host for development takes it, whoever signed it or nobody: a directory or a package, signed with that host's own
     * key.
     */
    static byte[] developed(String source, SigningKey key) {
        var entries = Files.isDirectory(Path.of(source))
                ? FileTree.read(Path.of(source))
                : PackageFile.open(read(source)).archive().entries();
        return Packer.pack(entries, Instant.EPOCH, key);
    }

    private static InputStream open(String source) throws IOException {
        if (source.startsWith("http://")) {
            throw new Refusal(Code.USAGE, "packages are fetched over https only", "download it, then name the file");
        }
        if (!source.startsWith("https://")) {
            return Files.newInputStream(Path.of(source));
        }
        var connection = URI.create(source).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection.getInputStream();
    }
}
