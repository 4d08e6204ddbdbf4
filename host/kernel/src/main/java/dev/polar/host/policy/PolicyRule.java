package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule: it matches when target, caller and condition all do.
 *
 * @param reason what it tells whoever is refused or asked; may be empty
 * @param approvers who may say yes; empty for every operator who may approve
 * @param quorum how many of them have to: 1 or 2
 */
public record PolicyRule(
        String id,
        Effect effect,
        Glob target,
        Glob caller,
        Optional<Condition> when,
        String reason,
        List<String> approvers,
        int quorum) {
    public PolicyRule {
        approvers = List.copyOf(approvers);
    }

    Fit fit(Facts facts) {
        var question = facts.question();
        if (!target.matches(question.target())) {
            return Fit.OTHER_TARGET;
        }
        if (!isFor(question)) {
            return Fit.OTHER_CALLER;
        }
        return when.isEmpty() ? Fit.WITHOUT_CONDITION : fit(when.get().evaluate(facts));
    }

    /** Whether its condition reads one of them. */
    boolean names(Set<String> variables) {
        return when.isPresent() && when.get().names(variables);
    }

    /** Whether it takes one of these to tell whether it matches that call. */
    boolean dependsOn(Set<String> unknown, Question question) {
        boolean caller = unknown.contains("callers") && !isFor(question);
        return target.matches(question.target()) && (caller || isFor(question) && names(unknown));
    }

    Opinion opinion(long version) {
        return new Opinion(effect, id, version, reason, approvers, quorum, List.of());
    }

    /** A deny or ask is for anyone in the chain; an allow is for whoever the call is made for in the end. */
    private boolean isFor(Question question) {
        if (effect == Effect.ALLOW) {
            return caller.matches(question.originator());
        }
        for (var one : question.callers()) {
            if (caller.matches(one)) {
                return true;
            }
        }
        return false;
    }

    /** A condition that cannot be evaluated counts against the call: true in deny and ask, false in allow. */
    private Fit fit(Condition.Value value) {
        return switch (value) {
            case Condition.Value.Known known -> known.holds() ? Fit.CONDITION_TRUE : Fit.CONDITION_FALSE;
            case Condition.Value.Failed failed ->
                new Fit(
                        effect != Effect.ALLOW,
                        true,
                        "its condition counts as " + (effect != Effect.ALLOW) + ": " + failed.why());
        };
    }
}
