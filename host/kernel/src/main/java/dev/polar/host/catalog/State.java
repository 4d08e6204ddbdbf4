package dev.polar.host.catalog;

import java.util.Locale;

/** Where an installed plugin is in its life. */
public enum State {
    /** Waits for consent beside the version that serves. */
    STAGED,
    DISABLED,
    ENABLED,
    /** Set aside by the host, with a reason; an operator may enable it again. */
    QUARANTINED,
    REVOKED;

    /** As lists and records print it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
