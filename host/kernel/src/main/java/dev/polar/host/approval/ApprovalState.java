package dev.polar.host.approval;

/** Where a request is. {@code UNKNOWN} is never retried by itself. */
public enum ApprovalState {
    PROPOSED,
    APPROVED,
    REJECTED,
    EXECUTING,
    EXECUTED,
    FAILED,
    UNKNOWN
}
