package dev.polar.host.replay;

import dev.polar.host.audit.PastCalls;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.Question;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Set;

/**
 * One call that is on record, as policy was asked about it.
 *
 * @param unknown the names in conditions that the record no longer tells
 * @param was what policy said then
 * @param rule which decided then
 */
public record Recalled(Question question, Set<String> unknown, Effect was, String rule) {
    /** @throws Refusal {@code NOT_FOUND} if there is none, or it was refused before policy was asked */
    public static Recalled of(String intent, PastCalls calls) {
        return calls.of(intent)
                .flatMap(PastDecision::of)
                .map(past -> new Recalled(past.question(), past.unknown(), past.was(), past.rule()))
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "no record tells of a call '" + intent + "' that policy was asked about",
                        "polar audit list shows the intents of calls"));
    }
}
