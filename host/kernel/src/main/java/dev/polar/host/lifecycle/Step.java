package dev.polar.host.lifecycle;

/** A point in a transition at which the process may end, and the next start finds the old state or the new one. */
public enum Step {
    /** Nothing is written yet. */
    BEGUN,
    /** The intent is in the journal. */
    INTENT,
    /** Every entry is in the content store. */
    STORED,
    /** The generation is ready; nobody can call it. */
    LOADED,
    /** The revocation is in the file beside the database. */
    LISTED,
    /** State, consent and record are committed. */
    OUTCOME,
    /** The snapshot shows it. */
    PUBLISHED,
    /** The calls inside the plugin are cancelled. */
    CANCELLED,
    /** The generation is closed. */
    UNLOADED,
    /** What gave way has finished its calls, or was cancelled, and is closed. */
    DRAINED
}
