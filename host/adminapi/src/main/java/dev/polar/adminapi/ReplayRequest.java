package dev.polar.adminapi;

import java.util.List;
import java.util.Objects;

/**
 * What recorded calls are judged again by.
 *
 * @param yaml the policy; empty for the one in force
 * @param since how far back, such as {@code 7d} or {@code 90m}
 * @param revocations entries that would be in force besides, <code>{"entries": [...]}</code>; empty for none
 * @param withoutGrants {@code PLUGIN:PERMISSION}, which the plugin would not hold
 */
public record ReplayRequest(String yaml, String since, String revocations, List<String> withoutGrants) {
    /** What does not come with a request is empty. */
    public ReplayRequest {
        yaml = Objects.requireNonNullElse(yaml, "");
        since = Objects.requireNonNullElse(since, "");
        revocations = Objects.requireNonNullElse(revocations, "");
        withoutGrants = List.copyOf(Objects.requireNonNullElse(withoutGrants, List.of()));
    }
}
