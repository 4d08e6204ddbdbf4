package dev.polar.host.approval;

import java.time.Instant;

/**
 * One call that used an approval.
 *
 * @param intent as records name the call
 */
public record ApprovalUse(String intent, ApprovalState state, Instant startedAt) {}
