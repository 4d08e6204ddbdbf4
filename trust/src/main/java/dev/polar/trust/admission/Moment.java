package dev.polar.trust.admission;

/** When admission is asked. The rules are the same; what a refusal leads to differs. */
public enum Moment {
    /** Refused: nothing is stored. */
    INSTALL,
    /** Refused: it stays disabled. */
    ENABLE,
    /** Refused at start: it is quarantined. */
    LOAD,
    /** Refused: the call is. Compiled into the snapshot. */
    CALL,
    /** Refused: it is taken out of the snapshot and quarantined. */
    TRUST_CHANGED
}
