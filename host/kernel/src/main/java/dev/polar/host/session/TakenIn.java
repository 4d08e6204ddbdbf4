package dev.polar.host.session;

import dev.polar.runtime.GenerationId;
import dev.polar.trust.permission.Access;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the code of each generation has had in its hands so far, in whatever call or in none: it may have kept it in
 * memory, and answer somebody else with it.
 */
public final class TakenIn {
    private final Map<GenerationId, Set<Label>> labels = new ConcurrentHashMap<>();

    /** A generation used what it holds. */
    public void note(GenerationId generation, Access used) {
        var more = Origins.of(used);
        var known = labels.getOrDefault(generation, Set.of());
        if (!known.containsAll(more)) {
            labels.merge(generation, more, TakenIn::both);
        }
    }

    /** What any answer of it may hold. */
    public Set<Label> of(GenerationId generation) {
        return labels.getOrDefault(generation, Set.of());
    }

    private static Set<Label> both(Set<Label> some, Set<Label> others) {
        var all = EnumSet.copyOf(some);
        all.addAll(others);
        return all;
    }
}
