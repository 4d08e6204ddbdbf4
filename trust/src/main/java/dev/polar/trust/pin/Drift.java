package dev.polar.trust.pin;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a server's offer differs from the approved one.
 *
 * @param server whether its identity or instructions differ: then nothing of it is what was approved
 * @param added what nobody approved
 * @param removed what was approved and is gone
 * @param changed what is still there under its name with another definition
 * @param approved how many tools, prompts and resource templates were approved; skills do not count, because what a
 *     server says of these reaches nobody before it is approved
 */
public record Drift(
        boolean server,
        SortedSet<FeatureName> added,
        SortedSet<FeatureName> removed,
        SortedSet<FeatureName> changed,
        int approved) {
    /** None. */
    public static final Drift NONE = new Drift(false, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), 0);

    public Drift {
        added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
    }

    public boolean isEmpty() {
        return !server && added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /**
     * Whether the differences are more than half of what was approved: then it is another server, which is set aside as a
     * whole. One that was renamed is one difference, gone here and new there.
     */
    public boolean mostOfIt() {
        return approved > 0 && (Math.max(counted(added), counted(removed)) + counted(changed)) * 2 > approved;
    }

    private static long counted(SortedSet<FeatureName> names) {
        return names.stream().filter(Drift::counts).count();
    }

    static boolean counts(FeatureName name) {
        return name.feature() != Feature.SKILL;
    }

    /** Whether it is refused until the difference is approved. */
    public boolean concerns(Feature feature, String name) {
        var one = new FeatureName(feature, name);
        return server || added.contains(one) || removed.contains(one) || changed.contains(one);
    }

    /** Whether a call of this tool is refused until the difference is approved. */
    public boolean concerns(String tool) {
        return concerns(Feature.TOOL, tool);
    }
}
