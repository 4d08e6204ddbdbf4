package dev.polar.host.gate;

import dev.polar.runtime.Answer;
import dev.polar.spi.Refusal;

/** What became of a call. */
public sealed interface Outcome {
    /** The intent's id, as records name it. */
    String intent();

    /**
     * It ran.
     *
     * @param repeated whether the answer was given before, for the same idempotency key
     */
    record Answered(String intent, Answer answer, boolean repeated) implements Outcome {}

    record Refused(String intent, Refusal why) implements Outcome {}

    /** The answer, or the refusal thrown. */
    default Answer orThrow() {
        return switch (this) {
            case Answered answered -> answered.answer();
            case Refused refused -> throw refused.why().with("intent", refused.intent());
        };
    }
}
