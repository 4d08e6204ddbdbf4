package dev.polar.runtime.rpc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Lines on their way into a pipe. Whoever offers never waits for the other side to read. */
final class Outbox {
    private static final byte[] END = new byte[0];

    private final OutputStream out;
    private final long maxUnwritten;
    private final LinkedBlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
    private final AtomicLong unwritten = new AtomicLong();
    private final Thread writer;

    Outbox(String name, OutputStream out, long maxUnwritten) {
        this.out = out;
        this.maxUnwritten = maxUnwritten;
        this.writer = Thread.ofPlatform().daemon().name("write " + name).unstarted(this::write);
    }

    void open() {
        writer.start();
    }

    /** Whether there was room for it. */
    boolean offer(byte[] line) {
        if (unwritten.addAndGet(line.length) > maxUnwritten) {
            unwritten.addAndGet(-line.length);
            return false;
        }
        return lines.add(line);
    }

    /** Closes the pipe when what waits is written. A writer that is stuck is freed by the end of the process. */
    void close() {
        lines.add(END);
    }

    private void write() {
        try (out) {
            for (var line = lines.take(); line != END; line = lines.take()) {
                out.write(line);
                out.write('\n');
                unwritten.addAndGet(-line.length);
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            // Nobody reads any more: the reader of the other pipe sees the end and says why.
        }
    }
}
