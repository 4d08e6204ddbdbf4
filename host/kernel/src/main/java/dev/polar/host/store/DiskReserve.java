package dev.polar.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code reserve} in the data directory: a file of noise that is nothing but room on the disk. It is given back when the
 * disk is full, so that what must still be written can be.
 */
public final class DiskReserve {
    private static final int PIECE = 1 << 20;

    private final Path dataDir;
    private final Path file;
    private final long bytes;

    public DiskReserve(Path dataDir, long bytes) {
        this.dataDir = dataDir;
        this.file = dataDir.resolve("reserve");
        this.bytes = bytes;
    }

    /** The reserve of a directory, whatever its size: to give it back. */
    public static DiskReserve in(Path dataDir) {
        return new DiskReserve(dataDir, 0);
    }

    public long bytes() {
        return bytes;
    }

    /** How many bytes the file system of the data directory, or of where it will be made, has left for this user. */
    public long usable() {
        var there = dataDir.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toFile().getUsableSpace();
    }

    /** Below so many bytes the disk counts as full: a server needs room for three pieces of its own log at least. */
    public long least() {
        return bytes / 4 * 3;
    }

    public boolean isHeld() {
        return bytes > 0 && file.toFile().length() >= bytes;
    }

    /** Fills the file; false if the disk has no room for it, and then nothing of it is left. */
    public boolean take() {
        var noise = new byte[PIECE]; // a file system that compresses would keep no room for zeros
        ThreadLocalRandom.current().nextBytes(noise);
        try {
            OwnerOnly.file(file);
            try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
                for (long left = bytes; left > 0; ) {
                    left -= channel.write(ByteBuffer.wrap(noise, 0, (int) Math.min(PIECE, left)));
                }
                channel.force(true);
            }
            return true;
        } catch (IOException full) {
            giveBack();
            return false;
        }
    }

    /** Before anything else is started there; says whether the disk is full. */
    public boolean giveBackIfFull() {
        boolean full = usable() < least();
        if (full) {
            giveBack();
        }
        return full;
    }

    /** Says whether there was something to give back. */
    public boolean giveBack() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }
}
