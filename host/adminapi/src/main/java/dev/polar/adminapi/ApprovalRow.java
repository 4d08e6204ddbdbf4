package dev.polar.adminapi;

/**
 * One approval request: a call that policy wants asked, a release that waits, or what might be allowed from now on.
 *
 * @param arguments canonical JSON, with whatever a reader would not see in JSON's escapes
 * @param next the command to run next, if there is one
 */
public record ApprovalRow(
        String id,
        String digest,
        String what,
        String who,
        String arguments,
        String age,
        String risk,
        String expires,
        String state,
        String next) {}
