package dev.polar.runtime.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes for programs that this host starts, in a file that has no name any more: nobody can change it or clear it away,
 * and it is gone with the host, however that ends.
 */
final class NamelessFile {
    private static final Path OPEN = Path.of("/proc/self/fd");

    @SuppressWarnings("unused") // held open: what the path leads to is this descriptor
    private final FileChannel held;

    private final Path path;

    private NamelessFile(FileChannel held, Path path) {
        this.held = held;
        this.path = path;
    }

    static NamelessFile of(byte[] bytes) {
        try {
            var named = Files.createTempFile("polar", "").toRealPath(); // its owner's alone
            var channel = FileChannel.open(named, StandardOpenOption.READ, StandardOpenOption.WRITE);
            for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            var descriptor = descriptor(named);
            Files.delete(named);
            return new NamelessFile(channel, descriptor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a program of the same user can open it for as long as this host lives. */
    Path path() {
        return path;
    }

    private static Path descriptor(Path named) throws IOException {
        try (var open = Files.newDirectoryStream(OPEN, Files::isSymbolicLink)) {
            for (var descriptor : open) {
                if (leadsTo(descriptor, named)) {
                    long host = ProcessHandle.current().pid();
                    return Path.of(
                            "/proc",
                            Long.toString(host),
                            "fd",
                            descriptor.getFileName().toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        throw new IOException("the descriptor of an open file is not in " + OPEN);
    }

    private static boolean leadsTo(Path descriptor, Path named) {
        try {
            return Files.readSymbolicLink(descriptor).equals(named);
        } catch (IOException closed) {
            return false;
        }
    }
}
