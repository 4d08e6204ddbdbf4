package dev.polar.host.gate;

import dev.polar.runtime.Answer;
import dev.polar.spi.Refusal;

/** How an invocation ended. */
sealed interface Ended {
    record Done(Answer answer) implements Ended {}

    record Failed(Refusal why) implements Ended {}
}
