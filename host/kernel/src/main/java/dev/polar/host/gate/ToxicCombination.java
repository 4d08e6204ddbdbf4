package dev.polar.host.gate;

import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.session.Label;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;

/**
 * A session that has received content from outside and holds private data asks before it does anything but read: whoever
 * wrote the one may be having the other sent away, whichever plugins make up the parts.
 */
final class ToxicCombination implements Tightening {
    static final String RULE = "toxic-combination";

    @Override
    public Opinion tighten(Passage passage, Opinion opinion) {
        // A rule of the operator's that asks says who may answer; it stays.
        boolean unasked = opinion.effect() == Effect.ALLOW || opinion.rule().startsWith("default:");
        return unasked && opinion.effect() != Effect.DENY && isToxic(passage)
                ? new Opinion(Effect.ASK, RULE, opinion.version())
                : opinion;
    }

    private static boolean isToxic(Passage passage) {
        return !passage.reads() && Label.toxic(passage.labels());
    }

    /** Two calls that came at the same time: whoever is inside later sees the other, as if it had been there before. */
    static Optional<Refusal> slipped(Passage passage, Labelling labelling) {
        var unasked = passage.opinion()
                .filter(opinion -> opinion.effect() == Effect.ALLOW)
                .isPresent();
        return unasked && !passage.reads() && Label.toxic(labelling.of(passage))
                ? Optional.of(new Refusal(
                        Code.POLICY_DENIED,
                        "while " + passage.call().target()
                                + " was on its way, another call of its session began to bring"
                                + " what must not come together with it",
                        "repeat the call, which then has to be approved",
                        Map.of("rule", RULE)))
                : Optional.empty();
    }
}
