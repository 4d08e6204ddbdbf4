package dev.polar.host.approval;

import java.time.Instant;

/** One request as stored. */
public record ApprovalRow(
        String id,
        String digest,
        String target,
        String plugin,
        String arguments,
        String caller,
        String session,
        String state,
        Instant createdAt,
        Instant expiresAt,
        int usesLeft) {}
