package dev.polar.runtime.java;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whole collections of garbage, for whoever wants to see something gone. Each stops every thread of the host, so all who
 * wait share one, and the next comes only after fifty times as long as the last took.
 */
final class Collecting {
    private static final int SHARE = 50;
    private static final long MOST = Duration.ofSeconds(5).toNanos();
    private static final ReentrantLock TURN = new ReentrantLock();
    private static long began = System.nanoTime();
    private static long next = began;

    private Collecting() {}

    /** Returns when one has ended that began after this was called. */
    static void once() throws InterruptedException {
        long asked = System.nanoTime();
        TURN.lockInterruptibly();
        try {
            if (began - asked > 0) {
                return; // by whoever held the turn
            }
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            began = System.nanoTime();
            System.gc();
            long ended = System.nanoTime();
            next = ended + Math.min(SHARE * (ended - began), MOST);
        } finally {
            TURN.unlock();
        }
    }
}
