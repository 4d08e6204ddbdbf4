package dev.polar.host.replay;

import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.Policy;

/**
 * What calls are judged by again.
 *
 * @param takenBack what would be revoked besides
 * @param withheld what plugins would not hold
 */
record Candidate(Policy policy, TakenBack takenBack, Withheld withheld) {

    private static final String TOXIC = "toxic-combination";

    /** What would be said of a call. */
    sealed interface Verdict {
        record Decided(Effect effect, String rule) implements Verdict {}

        /** What decides is not known any more. */
        record Unknown() implements Verdict {}
    }

    /** In the order of the gate: what is revoked is not asked about, what is refused uses nothing. */
    Verdict judge(PastDecision past) {
        var revoked = takenBack.of(past.question());
        if (revoked instanceof TakenBack.Answer.By(var id)) {
            return denied("revocation " + id);
        }
        var opinion = policy.judge(past.question(), past.unknown());
        if (opinion.isEmpty()) {
            return new Verdict.Unknown();
        }
        if (opinion.get().effect() == Effect.DENY) {
            return denied(opinion.get().rule());
        }
        if (revoked instanceof TakenBack.Answer.Unknown) {
            return new Verdict.Unknown();
        }
        return withheld.of(past)
                .map(permission -> denied("without " + permission))
                .orElseGet(() -> tightened(past, opinion.get()));
    }

    /** What made it stricter then, beside the rules of the file, makes it so again. */
    private static Verdict tightened(PastDecision past, Opinion opinion) {
        var stricter = past.besides().map(opinion::tightened).orElse(opinion);
        var strictest =
                past.isToxic() ? stricter.tightened(new Opinion(Effect.ASK, TOXIC, opinion.version(), "")) : stricter;
        return new Verdict.Decided(strictest.effect(), strictest.rule());
    }

    private static Verdict denied(String rule) {
        return new Verdict.Decided(Effect.DENY, rule);
    }
}
