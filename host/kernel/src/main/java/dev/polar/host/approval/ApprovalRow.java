package dev.polar.host.approval;

import java.time.Instant;

/**
 * One request as stored.
 *
 * @param plugin {@code name version}
 * @param content digest of the plugin's content that it is bound to
 * @param arguments canonical JSON, what will run
 * @param caller who asks, {@code plugin:acme.notes for client:claude}
 * @param state as of now: what has run out is {@code EXPIRED}
 * @param patterns whose word counts, one pattern a line
 * @param decidedBy who said yes or no, with + between them, or empty
 * @param why what was said with it, or what ended it
 */
public record ApprovalRow(
        String id,
        String digest,
        String target,
        String plugin,
        String content,
        String arguments,
        String caller,
        String session,
        ApprovalState state,
        Instant createdAt,
        Instant expiresAt,
        int usesLeft,
        String rule,
        String reason,
        String effect,
        boolean highRisk,
        String patterns,
        int quorum,
        String decidedBy,
        String why,
        Instant changedAt) {

    /** Whose word counts, as the rule said when it asked. */
    public Approvers approvers() {
        return new Approvers(patterns.lines().toList(), quorum);
    }

    /** The plugin's name. */
    public String pluginName() {
        return plugin.substring(0, plugin.indexOf(' '));
    }
}
