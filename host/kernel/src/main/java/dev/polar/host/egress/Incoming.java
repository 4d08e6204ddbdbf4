package dev.polar.host.egress;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** What came in and was not passed on yet: looked at without taking it, never more than so many bytes. */
final class Incoming {
    private final ReadableByteChannel from;
    private final int most;
    private byte[] bytes = new byte[1_024];
    private int start;
    private int end;

    Incoming(ReadableByteChannel from, int most) {
        this.from = from;
        this.most = most;
    }

    int available() {
        return end - start;
    }

    /** The byte that far from the first that was not taken. */
    int at(int index) {
        return bytes[start + index] & 0xff;
    }

    /**
     * Waits for more.
     *
     * @return false if nothing more comes
     * @throws Malformed if as much as may be waits already
     */
    boolean more() throws IOException {
        if (end == bytes.length) {
            makeRoom();
        }
        int n = from.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
        if (n > 0) {
            end += n;
        }
        return n >= 0;
    }

    /** Waits until so many bytes are there. */
    void await(int count) throws IOException {
        while (available() < count) {
            if (!more()) {
                throw new EOFException("it ended too early");
            }
        }
    }

    byte[] take(int count) throws IOException {
        await(count);
        start += count;
        return Arrays.copyOfRange(bytes, start - count, start);
    }

    /** What is there, without waiting. */
    byte[] takeAll() {
        var all = Arrays.copyOfRange(bytes, start, end);
        start = end;
        return all;
    }

    private void makeRoom() throws Malformed {
        if (available() >= most) {
            throw new Malformed("more than " + most + " bytes before it said what it wants");
        }
        var larger = start > 0 && available() <= bytes.length / 2 ? bytes : new byte[Math.min(most, bytes.length * 2)];
        System.arraycopy(bytes, start, larger, 0, available());
        end -= start;
        start = 0;
        bytes = larger;
    }
}
