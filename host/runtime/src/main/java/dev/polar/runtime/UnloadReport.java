package dev.polar.runtime;

import java.util.List;

/**
 * What closing a generation left.
 *
 * @param cancelled calls that somebody still waited for at the end of the drain
 * @param collected whether the class loader or process is gone
 * @param left what still holds it, in words; empty if nothing does
 */
public record UnloadReport(int cancelled, boolean collected, List<String> left) {
    public UnloadReport {
        left = List.copyOf(left);
    }
}
