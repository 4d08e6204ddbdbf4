package dev.polar.trust.pin;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a server's offer differs from the approved one.
 *
 * @param server whether its identity or instructions differ: then nothing of it is what was approved
 * @param added tools nobody approved
 * @param removed approved tools that are gone
 * @param changed tools of an approved name with another definition
 * @param approved how many tools were approved
 */
public record Drift(
        boolean server, SortedSet<String> added, SortedSet<String> removed, SortedSet<String> changed, int approved) {
    public Drift {
        added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
    }

    public boolean isEmpty() {
        return !server && added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** Whether more than half of what was approved is gone or different: then the server is set aside as a whole. */
    public boolean mostOfIt() {
        return (removed.size() + changed.size()) * 2 > approved;
    }

    /** Whether a call of this tool is refused until the difference is approved. */
    public boolean concerns(String tool) {
        return server || added.contains(tool) || removed.contains(tool) || changed.contains(tool);
    }
}
