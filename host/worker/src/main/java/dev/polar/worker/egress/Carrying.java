package dev.polar.worker.egress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Bytes one way, until either side has no more. */
final class Carrying {
    private static final int SIZE = 32 << 10;
    private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

    private Carrying() {}

    static void bytes(SocketChannel from, SocketChannel to) {
        var buffer = FREE.poll();
        buffer = buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer;
        try {
            copy(from, to, buffer);
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to); // ends the other way too: one that cannot be answered is over
        } finally {
            FREE.add(buffer.clear());
        }
    }

    private static void copy(SocketChannel from, SocketChannel to, ByteBuffer buffer) throws IOException {
        while (from.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
