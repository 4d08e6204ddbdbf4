package dev.polar.runtime.mcp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Lets a server go that nobody has called for a while. What it offers goes on being shown; the next call opens it again. */
final class Idling {
    private final Optional<Duration> after;
    private final BooleanSupplier rest;
    private final AtomicBoolean resting = new AtomicBoolean();
    private final AtomicReference<Optional<ScheduledFuture<?>>> next = new AtomicReference<>(Optional.empty());
    private volatile long used = System.nanoTime();

    /**
     * @param after how long nobody calls; empty for never
     * @param rest ends its session unless somebody calls just now, and says whether it did
     */
    Idling(Optional<Duration> after, BooleanSupplier rest) {
        this.after = after;
        this.rest = rest;
    }

    void used() {
        used = System.nanoTime();
    }

    /** It is open from now on. */
    void watch() {
        used();
        after.ifPresent(pause -> look(pause.toNanos()));
    }

    /** Whether it only rested: then it is opened again without being counted as one that ended. */
    boolean wakes() {
        return resting.getAndSet(false);
    }

    void end() {
        become(Optional.empty());
    }

    private void look(long nanos) {
        become(Optional.of(Relisting.CLOCK.schedule(
                () -> Thread.ofVirtual().name("idle").start(this::restOrLookAgain), nanos, TimeUnit.NANOSECONDS)));
    }

    private void restOrLookAgain() {
        long pause = after.orElseThrow().toNanos();
        long left = pause - (System.nanoTime() - used);
        if (left > 0) {
            look(left);
        } else {
            resting.set(true);
            if (!rest.getAsBoolean()) {
                resting.set(false);
                look(pause);
            }
        }
    }

    private void become(Optional<ScheduledFuture<?>> other) {
        next.getAndSet(other).ifPresent(before -> before.cancel(false));
    }
}
