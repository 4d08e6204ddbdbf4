package dev.polar.host.audit;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends those away who wait for too long. One thread looks at all of them now and then, so that none of the many who are
 * served in time has to set a clock.
 */
final class Lookout implements AutoCloseable {
    /** How much later than its time somebody leaves at most: that part of its patience. */
    private static final int LATER = 32;

    private final Queue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
    private final long interval;
    private final Thread thread =
            Thread.ofPlatform().name("polar-journal-lookout").daemon().unstarted(this::run);
    private volatile boolean idle;
    private volatile boolean closed;

    /** A lookout for callers of that patience, at work. */
    Lookout(Duration patience) {
        this.interval = patience.dividedBy(LATER).toNanos();
        thread.start();
    }

    /** From now on somebody waits for that. */
    void watch(Pending<?> pending) {
        waiting.add(pending);
        if (closed) {
            throw Pending.unavailable("the journal is closed", true);
        }
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            idle = true; // first: whoever comes from here on wakes it
            if (waiting.isEmpty() && !closed) {
                LockSupport.park();
            }
            idle = false;
            LockSupport.parkNanos(interval);
            long now = System.nanoTime();
            waiting.removeIf(pending -> pending.isOver(now));
        }
    }

    /** Nobody comes any more; who waits is not forgotten. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
