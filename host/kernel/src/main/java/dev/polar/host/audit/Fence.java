package dev.polar.host.audit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the log can be written at all. It closes when three in a row waited in vain while nobody's record was written;
 * who waited too long in a crowd does not count, so no flood closes it. While it is closed nobody waits any more, and the
 * sequencer tries until one record is written.
 */
final class Fence {
    private static final int IN_A_ROW = 3;

    private final AtomicInteger failures = new AtomicInteger();
    private volatile long lastWritten = System.nanoTime();

    /** A record is durable. */
    void written() {
        lastWritten = System.nanoTime();
        failures.set(0);
    }

    /** Somebody got no record who waited from then, {@link System#nanoTime}, until now. */
    void failed(long since) {
        if (lastWritten - since < 0) {
            failures.incrementAndGet();
        }
    }

    /** Whether the last attempt failed. */
    boolean isInDoubt() {
        return failures.get() > 0;
    }

    boolean isClosed() {
        return failures.get() >= IN_A_ROW;
    }
}
