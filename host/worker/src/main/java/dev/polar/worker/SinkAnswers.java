package dev.polar.worker;

import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.SinkJson;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sinks, handed their records behind the plugin's own door. */
final class SinkAnswers {
    /** The host gives up earlier; what goes on then is interrupted. */
    private static final Duration LONG = Duration.ofSeconds(15);

    private static final Caller HOST = new Caller.Operator("host");

    private SinkAnswers() {}

    static JsonObject answer(Members said, JavaGeneration generation) {
        return generation.enter(HOST, Instant.now().plus(LONG), () -> {
            var sink = Optional.ofNullable(generation.sinks().get(said.text("sink")))
                    .orElseThrow(() -> new Refusal(Code.TOOL_FAILED, "there is no such sink", ""));
            sink.accept(SinkJson.batch(said));
            return JsonValue.EMPTY_JSON_OBJECT;
        });
    }
}
