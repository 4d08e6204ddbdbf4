package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What campaigns wait for, and what their callers may have to. */
final class Waiting {
    private static final Duration ENOUGH = Duration.ofSeconds(90);

    /** Of a call: its intent and its outcome, each as long as a journal promises, and some time on the processor. */
    private static final int RECORDS = 2;

    private static final int PATIENCE_AND_CERTAINTY = 1 + 5;

    private Waiting() {}

    static Duration longest(Duration patience) {
        return patience.multipliedBy(RECORDS * PATIENCE_AND_CERTAINTY).plusSeconds(2);
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it does not come");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
