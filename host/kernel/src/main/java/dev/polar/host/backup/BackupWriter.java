package dev.polar.host.backup;

import dev.polar.trust.key.Digest;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP file that is there whole or not at all, with the digest of each entry in its last one. */
final class BackupWriter implements AutoCloseable {
    private final Path file;
    private final Path half;
    private final FileChannel channel;
    private final MessageDigest whole = Digest.sha256();
    private final ZipOutputStream zip;
    private final Map<String, String> digests = new TreeMap<>();

    private BackupWriter(Path file, Path half, FileChannel channel) {
        this.file = file;
        this.half = half;
        this.channel = channel;
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        this.zip = new ZipOutputStream(new DigestOutputStream(out, whole));
        zip.setLevel(Deflater.BEST_SPEED);
    }

    static BackupWriter to(Path file) throws IOException {
        var half = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(half);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return new BackupWriter(
                file,
                half,
                FileChannel.open(half, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner));
    }

    /** An entry; closing it is what adds it to {@link #digests}. */
    OutputStream entry(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        var digest = Digest.sha256();
        return new FilterOutputStream(zip) {
            @Override
            public void write(int one) throws IOException {
                digest.update((byte) one);
                out.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                digest.update(bytes, from, count);
                out.write(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                zip.closeEntry();
                digests.put(name, HexFormat.of().formatHex(digest.digest()));
            }
        };
    }

    void file(String name, Path source) throws IOException {
        try (var out = entry(name)) {
            Files.copy(source, out);
        }
    }

    /** Every regular file below a directory; links are not followed, and what goes meanwhile is not there. */
    void tree(String name, Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var found = Files.walk(directory)) {
            for (var path : (Iterable<Path>) found.sorted()::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    try {
                        file(name + "/" + directory.relativize(path), path);
                    } catch (NoSuchFileException gone) {
                        // deleted since it was listed; its empty entry says no more than that it was there
                    }
                }
            }
        }
    }

    Map<String, String> digests() {
        return Map.copyOf(digests);
    }

    /** Ends it, durably, under its name. Returns the digest of the whole file. */
    String finish(BackupManifest manifest) throws IOException {
        try (var out = entry(BackupManifest.ENTRY)) {
            out.write(manifest.bytes());
        }
        zip.finish();
        zip.flush();
        channel.force(true);
        zip.close();
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return "sha256:" + HexFormat.of().formatHex(whole.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(half);
    }
}
