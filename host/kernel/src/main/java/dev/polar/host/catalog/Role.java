package dev.polar.host.catalog;

import java.util.Locale;

/** What one of a plugin's releases is there for; there is at most one for each. */
public enum Role {
    /** The plugin: what is enabled, disabled or out. */
    SERVING,
    /** Waits for an operator's yes. */
    STAGED,
    /** Answers a part of the sessions, beside the one that serves. */
    CANARY,
    /** What served before; kept for going back. */
    PREVIOUS;

    /** As lists and records print it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
