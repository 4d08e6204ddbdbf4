package dev.polar.worker;

import dev.polar.runtime.Rules;
import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.RuleJson;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules, asked behind the plugin's own door. */
record RuleAnswers(Rules rules) {
    /** The host gives up much earlier; what goes on then is interrupted. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private static final Caller HOST = new Caller.Operator("host");

    JsonObject answer(Members said, JavaGeneration generation) {
        return generation.enter(HOST, Instant.now().plus(LONG), () -> {
            var name = said.text("rule");
            if (said.has("call")) {
                var question = RuleJson.question(said.object("call"), rules.binding());
                return RuleJson.write(known(rules.policy().get(name)).judge(question));
            }
            var question = RuleJson.result(said.object("result"), rules.binding());
            return RuleJson.write(known(rules.results().get(name)).review(question));
        });
    }

    private static <T> T known(@Nullable T rule) {
        return Optional.ofNullable(rule).orElseThrow(() -> new Refusal(Code.TOOL_FAILED, "there is no such rule", ""));
    }
}
