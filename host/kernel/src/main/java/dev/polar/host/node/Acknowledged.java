package dev.polar.host.node;

import java.time.Duration;
import java.util.List;

/**
 * Where a change is in force.
 *
 * @param inForce nodes that have it in force, this one first
 * @param lapsed nodes that did not say so and whose lease has run out, so that they admit nothing until they do
 * @param complete whether the database told which nodes there are
 */
public record Acknowledged(List<String> inForce, List<String> lapsed, boolean complete) {
    /** Nobody else can be told: the database does not answer. */
    public static Acknowledged here() {
        return new Acknowledged(List.of("this node"), List.of(), false);
    }

    /** One sentence for an operator: {@code in force on 2 of 2 nodes in 11 ms}. */
    public String text(Duration after) {
        if (!complete) {
            return "in force on this node in " + after.toMillis()
                    + " ms; the database does not answer: every other node stops admitting within "
                    + Lease.LENGTH.toSeconds() + " s";
        }
        var text = "in force on " + inForce.size() + " of " + (inForce.size() + lapsed.size()) + " nodes in "
                + after.toMillis() + " ms";
        return lapsed.isEmpty()
                ? text
                : text + "; the lease of " + String.join(" ", lapsed) + " has run out: it admits nothing";
    }
}
