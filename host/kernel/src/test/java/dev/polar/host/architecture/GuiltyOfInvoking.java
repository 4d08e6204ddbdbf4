package dev.polar.host.architecture;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Generation;
import java.time.Instant;

/** A way around the gate. */
public final class GuiltyOfInvoking {
    Answer call(Generation generation, Call call) {
        return generation.invoke(call, Instant.MAX);
    }
}
