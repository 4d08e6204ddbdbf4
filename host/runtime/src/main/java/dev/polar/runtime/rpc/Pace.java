package dev.polar.runtime.rpc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How fast something is read that nobody asked for: who writes it waits in the pipe, and the host's time is its own. */
public final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private long second = System.nanoTime();
    private long taken;

    public Pace(long perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits for the next second if that was too much for this one. */
    public void took(long amount) {
        long into = System.nanoTime() - second;
        taken += amount;
        if (into < SECOND && taken <= perSecond) {
            return;
        }
        if (taken > perSecond) {
            for (long left = SECOND - into; left > 0; left = SECOND - (System.nanoTime() - second)) {
                LockSupport.parkNanos(left);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
        second = System.nanoTime();
        taken = 0;
    }
}
