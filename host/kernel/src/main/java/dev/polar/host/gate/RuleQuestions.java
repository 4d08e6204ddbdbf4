package dev.polar.host.gate;

import dev.polar.host.policy.Question;
import dev.polar.host.snapshot.Watch;
import dev.polar.runtime.Rules;
import dev.polar.spi.Effect;
import dev.polar.spi.policy.PolicyQuestion;
import dev.polar.trust.text.CleanText;
import java.util.Locale;
import java.util.Optional;

/** What a plugin's rule is shown of a call, and what is believed of what it says. */
final class RuleQuestions {
    private static final int LONGEST = 200;

    private RuleQuestions() {}

    static PolicyQuestion of(Question question, Watch watch, Rules rules) {
        return new PolicyQuestion(
                question.callers(),
                question.target(),
                question.kind(),
                Effect.valueOf(question.effect().toUpperCase(Locale.ROOT)),
                question.reads(),
                question.plugin().version(),
                question.plugin().level(),
                question.session(),
                question.labels(),
                question.time(),
                watch.arguments() ? Optional.of(rules.binding().apply(question.arguments())) : Optional.empty());
    }

    /** A reason in a rule's own words, as one line. */
    static String reason(String said) {
        var line = CleanText.line(said);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
