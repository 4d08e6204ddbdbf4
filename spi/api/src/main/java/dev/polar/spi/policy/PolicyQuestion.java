package dev.polar.spi.policy;

import dev.polar.spi.Effect;
import dev.polar.spi.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One call as a rule sees it.
 *
 * @param callers who asks, {@code kind:name} such as {@code client:claude}: plugins in between first, whoever it is for
 *     last
 * @param target {@code plugin/tool}
 * @param kind {@code tool}, {@code skill} or {@code send}
 * @param effect what the tool claims to do
 * @param reads whether the host itself counts it as only reading
 * @param version of the target's plugin
 * @param level of the target's plugin, in lower case
 * @param session the conversation or client run it belongs to
 * @param labels what the session has taken in: {@code untrusted}, {@code private}
 * @param time when it came
 * @param arguments there if the permission says {@code ;arguments}
 */
public record PolicyQuestion(
        List<String> callers,
        String target,
        String kind,
        Effect effect,
        boolean reads,
        String version,
        String level,
        String session,
        Set<String> labels,
        Instant time,
        Optional<Json> arguments) {
    public PolicyQuestion {
        callers = List.copyOf(callers);
        labels = Set.copyOf(labels);
    }
}
