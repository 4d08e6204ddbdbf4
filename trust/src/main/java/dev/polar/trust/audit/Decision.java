package dev.polar.trust.audit;

/** What was decided about the action. */
public enum Decision {
    ALLOW,
    /** An operator has to say yes first. */
    ASK,
    DENY
}
