package dev.polar.host.gate;

import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.Question;
import dev.polar.host.session.Label;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.util.Map;
import java.util.Optional;

/**
 * A session that has received content from outside and holds private data asks before it does anything but read: whoever
 * wrote the one may be having the other sent away, whichever plugins make up the parts.
 */
final class ToxicCombination implements Tightening {
    static final String RULE = "toxic-combination";

    @Override
    public Opinion tighten(Passage passage, Question question, Opinion opinion) {
        return of(question, Label.toxic(passage.labels()), opinion);
    }

    static Opinion of(Question question, boolean toxic, Opinion opinion) {
        if (question.reads() || !toxic) {
            return opinion;
        }
        var asks = new Opinion(
                Effect.ASK,
                RULE,
                opinion.version(),
                "session " + CleanText.line(question.session()) + " received untrusted content and holds private data");
        return opinion.tightened(asks);
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
