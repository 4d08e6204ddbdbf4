package dev.polar.adminapi;

import java.util.List;

/**
 * How policy comes to its opinion about a call.
 *
 * @param effect {@code allow}, {@code ask} or {@code deny}
 * @param rule that decided
 * @param reads whether the host counts the call as read
 * @param labels of its session
 * @param then of a call that was made: what policy said at that time; otherwise empty
 */
public record Explained(
        String target,
        String caller,
        boolean reads,
        List<String> labels,
        String effect,
        String rule,
        long version,
        String reason,
        List<String> approvers,
        int quorum,
        String then,
        List<Look> looks) {
    /** How one rule fits the call, and why. */
    public record Look(String rule, String effect, boolean matches, String why) {}
}
