package dev.polar.runtime;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What closing a generation left.
 *
 * @param cancelled calls that somebody still waited for at the end of the drain
 * @param gone whether the class loader or process is gone; may take seconds to find out, so nobody waits for it who has
 *     something to do
 * @param left what still holds it, in words; empty if nothing does
 * @param running whether its code runs on in this process, where nothing can end it
 */
public record UnloadReport(int cancelled, BooleanSupplier gone, List<String> left, boolean running) {
    /** None of its code runs on. */
    public UnloadReport(int cancelled, boolean collected, List<String> left) {
        this(cancelled, collected, left, false);
    }

    /** Where it is known already whether it is gone. */
    public UnloadReport(int cancelled, boolean collected, List<String> left, boolean running) {
        this(cancelled, () -> collected, left, running);
    }

    public UnloadReport {
        left = List.copyOf(left);
    }

    /** Waits for what {@link #gone} says. */
    public boolean collected() {
        return gone.getAsBoolean();
    }
}
