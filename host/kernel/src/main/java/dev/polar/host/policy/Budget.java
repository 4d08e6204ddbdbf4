package dev.polar.host.policy;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation of one condition may cost. The interpreter tells of every step it took, and functions whose work
 * grows with their input of what they are about to do; too many, or too late, and the evaluation ends.
 */
final class Budget {
    static final int STEPS = 100_000;
    static final long NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int LOOK_AT_CLOCK = 64;
    private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

    private final LongSupplier clock;
    private final long started;
    private long left = STEPS;
    private int ticks;
    private @Nullable String spent;

    /** @param clock in nanoseconds, from anywhere */
    Budget(LongSupplier clock) {
        this.clock = clock;
        this.started = clock.getAsLong();
    }

    /** Ends an evaluation. It carries nothing: a condition may absorb it, and what was spent is asked afterwards. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spent(String why) {
            super(why, null, false, false);
        }
    }

    /** Makes it the one that this thread's steps are counted against. */
    void open() {
        CURRENT.set(this);
    }

    static void close() {
        CURRENT.remove();
    }

    /** Counts against the evaluation on this thread; what happens outside of one, as while compiling, is free. */
    static void charge(long steps) {
        var current = CURRENT.get();
        if (current != null) {
            current.take(steps);
        }
    }

    private void take(long steps) {
        left -= steps;
        if (left < 0) {
            spent = "it takes more than " + STEPS + " steps";
        } else if (steps >= LOOK_AT_CLOCK || ++ticks % LOOK_AT_CLOCK == 0) {
            look();
        }
        if (spent != null) {
            throw new Spent(spent);
        }
    }

    private void look() {
        if (clock.getAsLong() - started > NANOS) {
            spent = "it takes longer than " + TimeUnit.NANOSECONDS.toMillis(NANOS) + " ms";
        }
    }

    /** Why it is used up, if it is: whatever was evaluated with it then does not count. */
    Optional<String> spent() {
        if (spent == null) {
            look();
        }
        return Optional.ofNullable(spent);
    }
}
