package dev.polar.runtime.mcp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Lets a server go that nobody has called for a while. What it offers goes on being shown; the next call opens it again. */
final class Idling {
    private final Optional<Duration> after;
    private final BooleanSupplier rest;
    private final AtomicBoolean resting = new AtomicBoolean();
    private final Alarm look = new Alarm();
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
        after.ifPresent(this::look);
    }

    /** It rests before it was ever there. */
    void rests() {
        resting.set(true);
    }

    boolean isResting() {
        return resting.get();
    }

    /** Whether it only rested: then it is opened again without being counted as one that ended. */
    boolean wakes() {
        return resting.getAndSet(false);
    }

    void end() {
        look.off();
    }

    private void look(Duration pause) {
        look.in(pause, () -> Thread.ofVirtual().name("idle").start(this::restOrLookAgain));
    }

    private void restOrLookAgain() {
        var pause = after.orElseThrow();
        var left = pause.minusNanos(System.nanoTime() - used);
        if (left.isPositive()) {
            look(left);
        } else {
            resting.set(true);
            if (!rest.getAsBoolean()) {
                resting.set(false);
                look(pause);
            }
        }
    }
}
