package dev.polar.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Files and directories nobody but their owner can open, whatever the umask says. */
public final class OwnerOnly {
    private static final SecureRandom RANDOM = new SecureRandom();

    private OwnerOnly() {}

    /** The directory, made with mode 0700 if it is not there. */
    public static Path directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            if (directory.getParent() != null) {
                Files.createDirectories(directory.getParent());
            }
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return directory;
    }

    /** The file, made empty with mode 0600 if it is not there. */
    public static Path file(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return file;
    }

    /** Replaces the file's content so that a reader, and a crash, sees the old bytes or the new ones. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, "rw-------");
    }

    /** The same with another mode; what the umask takes away is given back, for the directory is closed to others. */
    static void write(Path file, byte[] content, String mode) throws IOException {
        var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        var temporary = file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(RANDOM.nextLong()));
        try {
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = FileChannel.open(temporary, options, permissions)) {
                var rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.toAbsolutePath().getParent());
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system cannot rename atomically", e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The secret in that file, 256 random bits written there the first time. */
    public static String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            var bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            write(file, Base64.getUrlEncoder().withoutPadding().encode(bytes));
        }
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    /** A rename is durable once its directory is. */
    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
