package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held while a host lives on a data directory; the kernel lets go of it however the process ends. */
public record DirectoryLock(FileChannel channel) implements AutoCloseable {

    /** Held while a data directory is changed from outside; a host with an embedded database holds it too. */
    public static DirectoryLock of(Path dataDir) throws IOException {
        return take(dataDir.resolve("postgres.lock"));
    }

    static DirectoryLock take(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // the same process holds it: the same refusal
        }
        channel.close();
        throw new Refusal(
                Code.HOST_RUNNING,
                "a host already runs on " + file.getParent(),
                "polar status shows it; another data directory is chosen with --data");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("the lock of the data directory could not be given back", e);
        }
    }
}
