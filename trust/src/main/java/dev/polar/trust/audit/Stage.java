package dev.polar.trust.audit;

/** Where in an action's life a record was written. */
public enum Stage {
    /** Durable before the action begins. */
    INTENT,
    /** What came of the intent of the same id. */
    OUTCOME,
    /** Something that happened and needed nobody's leave, or a decision that ended it. */
    EVENT
}
