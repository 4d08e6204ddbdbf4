package dev.polar.host.audit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The wait between two attempts at a database that does not answer. */
final class Pause {
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Pause() {}

    static void briefly() {
        LockSupport.parkNanos(NANOS);
    }
}
