package dev.polar.trust.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files that are whole or not there, whenever the power goes; owner-only. */
final class DurableFile {
    private DurableFile() {}

    /** Replaces the text; the old one or the new one is there, and the new one once this returns. */
    static void write(Path file, String text) {
        placed(file, text, whole -> Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE));
    }

    /** The same unless the file is there already; false then. */
    static boolean writeNew(Path file, String text) {
        try {
            // A link, unlike a rename, fails if the name is taken.
            placed(file, text, whole -> Files.createLink(file, whole));
            return true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileAlreadyExistsException) {
                return false;
            }
            throw e;
        }
    }

    private interface Placing {
        void place(Path whole) throws IOException;
    }

    private static void placed(Path file, String text, Placing placing) {
        var whole = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try {
                writeWhole(whole, text);
                placing.place(whole);
            } finally {
                Files.deleteIfExists(whole);
            }
            try (var directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                directory.force(true); // a name is durable once its directory is
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeWhole(Path whole, String text) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(whole, options, mode)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
