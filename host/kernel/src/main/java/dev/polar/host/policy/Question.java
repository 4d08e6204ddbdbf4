package dev.polar.host.policy;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * One call as policy sees it.
 *
 * @param callers who asks, {@code kind:name}: plugins in between first, whoever it is for last
 * @param target {@code plugin/tool}
 * @param reads whether the tool counts as read
 * @param level the plugin's level in lower case
 */
public record Question(
        List<String> callers, String target, boolean reads, JsonObject arguments, String level, String session) {
    public Question {
        callers = List.copyOf(callers);
    }

    /** Whoever the call is for in the end. */
    public String originator() {
        return callers.getLast();
    }
}
