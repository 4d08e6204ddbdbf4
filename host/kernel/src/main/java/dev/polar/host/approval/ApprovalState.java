package dev.polar.host.approval;

import java.util.Locale;

/** Where a request is. Every step from one to another is a compare-and-set, and on record. */
public enum ApprovalState {
    /** Waits for a word. */
    PROPOSED,
    /** May be used: so many times, until then. */
    APPROVED,
    REJECTED,
    /** Nobody said anything in time, or what was said was not used in time. Time alone leads here. */
    EXPIRED,
    /** A call that uses it has begun. */
    EXECUTING,
    EXECUTED,
    FAILED,
    /** The host ended meanwhile: it may or may not have happened. Never retried by itself; an operator says what was. */
    UNKNOWN,
    /** Ended by what happened to its plugin, or taken back by an operator. */
    VOID;

    /** As lists and records print it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
