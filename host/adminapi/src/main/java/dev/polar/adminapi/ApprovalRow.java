package dev.polar.adminapi;

/** One approval request: a call that policy wants asked, or a set of tools that changed. */
public record ApprovalRow(
        String id,
        String digest,
        String what,
        String who,
        String arguments,
        String age,
        String risk,
        String expires,
        String state) {}
