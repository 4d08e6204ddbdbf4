package dev.polar.host.catalog;

import dev.polar.host.store.ContentStore;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Packages as directories, for child processes to see: {@code packages/<content digest>/} in the data directory. Copies,
 * not links: whoever gets to write one has not written the content store.
 */
final class Trees {
    private final Path directory;
    private final ContentStore store;

    Trees(Path dataDir, ContentStore store) {
        this.directory = dataDir.resolve("packages");
        this.store = store;
    }

    /**
     * The package's files, read-only. Made at the first use, whole or not at all; checked byte by byte at each.
     *
     * @throws Refusal {@code DIGEST_MISMATCH} if what is there is not the package; it is gone then, and the next use
     *     makes it anew
     */
    synchronized Path directory(Digest content, Map<String, Digest> entries) {
        var tree = directory.resolve(content.hex());
        try {
            if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
                make(tree, entries);
                return tree;
            }
            var found = digests(tree);
            if (found.equals(new TreeMap<>(entries))) {
                return tree;
            }
            delete(tree);
        } catch (IOException | UncheckedIOException e) {
            throw new Refusal(
                    Code.INTERNAL,
                    "the package's directory cannot be made: " + e.getMessage(),
                    "check the space and owner of " + directory);
        }
        throw new Refusal(
                Code.DIGEST_MISMATCH,
                "the directory of the package was changed on disk",
                "find out who writes to " + directory + "; then enable it again",
                Map.of("path", tree.toString()));
    }

    /** Removes the package's directory, if there is one. */
    synchronized void remove(Digest content) {
        try {
            delete(directory.resolve(content.hex()));
        } catch (IOException e) {
            // A directory nobody asks for harms nobody; the next sweep removes it.
        }
    }

    /** Removes what a crash left half made. */
    synchronized void sweep() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var listing = Files.list(directory)) {
            for (var path : listing.toList()) {
                if (path.getFileName().toString().startsWith(".")) {
                    delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make(Path tree, Map<String, Digest> entries) throws IOException {
        var half = OwnerOnly.directory(directory).resolve("." + UUID.randomUUID());
        try {
            Files.createDirectory(half);
            for (var entry : entries.entrySet()) {
                var file = half.resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, store.get(entry.getValue()));
                // Executable: a server's command may be an entry of its package.
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
            Files.move(half, tree, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(half);
        }
    }

    private static TreeMap<String, Digest> digests(Path tree) throws IOException {
        var digests = new TreeMap<String, Digest>();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // A link or a device is not of the package, whatever it leads to.
                var digest =
                        attributes.isRegularFile() ? Digest.of(Files.readAllBytes(file)) : Digest.of(new byte[] {0});
                digests.put(tree.relativize(file).toString(), digest);
                return FileVisitResult.CONTINUE;
            }
        });
        return digests;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, java.io.IOException failed) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
