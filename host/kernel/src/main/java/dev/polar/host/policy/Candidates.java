package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** For each target the rules that can be about it, so that a call looks at no others. */
final class Candidates {
    private static final int MOST_TARGETS = 4_096;

    private final List<PolicyRule> rules;
    private final Map<String, ByEffect> byTarget = new ConcurrentHashMap<>();

    Candidates(List<PolicyRule> rules) {
        this.rules = rules;
    }

    /** Those about one target, in the order of the file. */
    record ByEffect(List<PolicyRule> deny, List<PolicyRule> ask, List<PolicyRule> allow) {}

    ByEffect of(String target) {
        var found = byTarget.get(target);
        if (found != null) {
            return found;
        }
        var fresh = new ByEffect(about(target, Effect.DENY), about(target, Effect.ASK), about(target, Effect.ALLOW));
        // Whoever asks about what does not exist must not fill the memory.
        if (byTarget.size() < MOST_TARGETS) {
            byTarget.put(target, fresh);
        }
        return fresh;
    }

    private List<PolicyRule> about(String target, Effect effect) {
        return rules.stream()
                .filter(rule -> rule.effect() == effect && rule.target().matches(target))
                .toList();
    }
}
