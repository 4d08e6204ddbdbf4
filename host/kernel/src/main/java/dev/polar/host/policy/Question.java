package dev.polar.host.policy;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One call as policy sees it: what a gate knows of it, or what its record tells later.
 *
 * @param callers who asks, {@code kind:name}: plugins in between first, whoever it is for last
 * @param target {@code plugin/tool}
 * @param kind {@code tool}, {@code skill}, {@code send}, {@code prompt}, {@code resource} or {@code completion}
 * @param effect what its author says it does, in lower case: {@code read}, {@code write}, {@code external} or {@code
 *     irreversible}
 * @param reads whether the host counts it as read, whatever its author says
 * @param labels of the session, such as {@code untrusted} and {@code private}
 * @param channel where it was asked for, if in a room of a channel
 * @param time when it came
 */
public record Question(
        List<String> callers,
        String target,
        String kind,
        String effect,
        boolean reads,
        Plugin plugin,
        String session,
        Set<String> labels,
        Optional<Channel> channel,
        Instant time,
        JsonObject arguments) {
    /**
     * The plugin that would be called.
     *
     * @param digest content digest, {@code sha256:<hex>}
     * @param level in lower case
     * @param enforcement what holds its permissions, as records print it
     */
    public record Plugin(String name, String version, String digest, String level, String enforcement) {}

    /** A room of a channel account. */
    public record Channel(String kind, String account, String room) {}

    public Question {
        callers = List.copyOf(callers);
        labels = Set.copyOf(labels);
    }

    /** Whoever the call is for in the end. */
    public String originator() {
        return callers.getLast();
    }
}
