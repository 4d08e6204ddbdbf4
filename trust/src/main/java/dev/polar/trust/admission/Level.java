package dev.polar.trust.admission;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a plugin is trusted for. {@code CORE > VERIFIED > COMMUNITY > DEV} are ordered; {@code LOCAL} and {@code REMOTE}
 * stand beside them and no signature raises them.
 */
public enum Level {
    /** Signed with the release key the host was built with. */
    CORE,
    /** From a publisher enrolled as verified, or reviewed. */
    VERIFIED,
    /** Signed by this installation's operator. */
    LOCAL,
    /** From an enrolled publisher. */
    COMMUNITY,
    /** An MCP server elsewhere, whose code cannot be attested. */
    REMOTE,
    /** From any key or none, in a development host only. */
    DEV;

    /** The word used on the command line and in records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of that label, if there is one. */
    public static Optional<Level> labelled(String label) {
        return Arrays.stream(values())
                .filter(level -> level.label().equals(label))
                .findFirst();
    }
}
