package dev.polar.trust.audit;

/** What was done to an export. */
public enum Damage {
    /** A record's bytes are not what was logged. */
    EDITED,
    /** A record is missing between others. */
    REMOVED,
    /** A record stands where none was logged. */
    INSERTED,
    /** A record stands in another place. */
    REORDERED,
    /** The records end too early. */
    TRUNCATED,
    /** The log tells another history than the checkpoint it gave earlier. */
    FORKED,
    /** Checkpoint, key or proof are not what the log's key signed. */
    FORGED
}
