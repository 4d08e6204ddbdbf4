package dev.polar.trust.delta;

import java.util.Locale;

/** What a difference means for whoever approved the release before. */
public enum Meaning {
    /** Something nobody consented to: the release waits until somebody does. */
    WIDER,
    /** Less than was consented to: nobody is asked. */
    NARROWER,
    /** Different, and neither more nor less: nobody is asked. */
    SAME;

    /** The word in JSON: {@code wider}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
