package dev.polar.host.policy;

import java.util.Optional;

/** One rule: it matches when target, caller and condition all do. */
public record PolicyRule(String id, Opinion.Effect effect, Glob target, Glob caller, Optional<Condition> when) {
    boolean matches(Question question) {
        return target.matches(question.target())
                && isFor(question)
                && when.map(condition -> holds(condition, question)).orElse(true);
    }

    /** A deny or ask is for anyone in the chain; an allow is for whoever the call is made for in the end. */
    private boolean isFor(Question question) {
        return effect == Opinion.Effect.ALLOW
                ? caller.matches(question.originator())
                : question.callers().stream().anyMatch(caller::matches);
    }

    /** A condition that cannot be evaluated counts against the call: true in deny and ask, false in allow. */
    private boolean holds(Condition condition, Question question) {
        return condition.evaluate(question).orElse(effect != Opinion.Effect.ALLOW);
    }
}
