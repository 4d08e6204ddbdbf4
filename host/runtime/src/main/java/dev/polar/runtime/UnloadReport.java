package dev.polar.runtime;

import java.util.List;

/**
 * What closing a generation left.
 *
 * @param cancelled calls that somebody still waited for at the end of the drain
 * @param collected whether the class loader or process is gone
 * @param left what still holds it, in words; empty if nothing does
 * @param running whether its code runs on in this process, where nothing can end it
 */
public record UnloadReport(int cancelled, boolean collected, List<String> left, boolean running) {
    /** None of its code runs on. */
    public UnloadReport(int cancelled, boolean collected, List<String> left) {
        this(cancelled, collected, left, false);
    }

    public UnloadReport {
        left = List.copyOf(left);
    }
}
