package dev.polar.host.replay;

import dev.polar.host.audit.PastCall;
import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.Question;
import dev.polar.host.session.Label;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What policy was asked once, and what it said.
 *
 * @param intent the call's id
 * @param unknown the variables that the question no longer tells
 * @param rule which decided then
 * @param besides what the rules of plugins said then: they cannot be asked again
 * @param ran whether the call went on
 * @param used the permissions that it used, as far as that was asked for
 */
record PastDecision(
        String intent,
        Question question,
        Set<String> unknown,
        Effect was,
        String rule,
        Optional<Opinion> besides,
        boolean ran,
        List<String> used) {
    private static final Set<String> TOXIC = Label.texts(Set.of(Label.values()));

    /** Empty if the call was refused before policy was asked. */
    static Optional<PastDecision> of(PastCall call) {
        var said = new Said(call);
        return effect(said.effect())
                .map(was -> new PastDecision(
                        call.intent(),
                        said.question(),
                        said.unknown(),
                        was,
                        said.rule(),
                        effect(said.besides("effect")).map(effect -> new Opinion(effect, said.besides("rule"), 0, "")),
                        said.isIntent(),
                        said.used()));
    }

    /** Whether its session held what must not come together with it. */
    boolean isToxic() {
        return !question.reads() && question.labels().containsAll(TOXIC);
    }

    /** Whether it went on because somebody said yes. */
    boolean approved() {
        return ran && was == Effect.ASK;
    }

    private static Optional<Effect> effect(String label) {
        return Arrays.stream(Effect.values())
                .filter(effect -> effect.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst();
    }
}
