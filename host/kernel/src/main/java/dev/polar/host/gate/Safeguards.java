package dev.polar.host.gate;

import dev.polar.runtime.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a host adds to the stages of its gate.
 *
 * @param labelling what answers do to their sessions
 * @param tightening what may make policy's opinion stricter
 * @param reviewing result rules, where plugins may bring rules
 */
record Safeguards(Results results, Labelling labelling, List<Tightening> tightening, Optional<Reviewing> reviewing) {
    static final Safeguards NONE =
            new Safeguards(new Results(Redaction.NONE), Labelling.NONE, List.of(), Optional.empty());

    Safeguards {
        tightening = List.copyOf(tightening);
    }

    Safeguards redacting(Redaction redaction) {
        return new Safeguards(new Results(redaction), labelling, tightening, reviewing);
    }

    Safeguards following(Labelling sessions) {
        return new Safeguards(results, sessions, and(new ToxicCombination()), reviewing);
    }

    Safeguards observed(Observers observers) {
        return new Safeguards(
                results, labelling, and(new PluginRules(observers)), Optional.of(new Reviewing(observers)));
    }

    private List<Tightening> and(Tightening more) {
        var all = new ArrayList<>(tightening);
        all.add(more);
        return all;
    }

    /** Whether rules take their time over what it brought. */
    boolean reviews(Passage passage) {
        return reviewing.filter(rules -> rules.watches(passage)).isPresent();
    }

    /**
     * What its caller may have of an answer.
     *
     * @throws Refusal {@code RESULT_WITHHELD}, {@code POLICY_RULE_FAILED}
     */
    Answer reviewed(Passage passage, Answer answer) {
        var left = reviewing.map(rules -> rules.reviewed(passage, answer)).orElse(answer);
        if (left != answer) {
            try {
                results.requireContract(passage.offered(), left);
            } catch (Refusal broken) {
                throw new Refusal(
                        Code.RESULT_WITHHELD,
                        passage.call().target() + " was called, and what " + String.join(", ", passage.reviewers())
                                + " leaves of the result breaks its contract",
                        "do not repeat the call: it has happened",
                        Map.of("rule", passage.reviewers().getLast()));
            }
        }
        return left;
    }

    /** What its caller may have of what the tool says instead of an answer. */
    Refusal reviewed(Passage passage, Refusal why) {
        var told = results.redacted(passage.offered(), why);
        try {
            return reviewing.map(rules -> rules.reviewed(passage, told)).orElse(told);
        } catch (Refusal kept) {
            return kept;
        }
    }
}
