package dev.polar.trust.admission;

import java.util.List;

/** Where a plugin's code runs. The level says where it may, an operator which of these; the package says nothing. */
public enum Placement {
    HOST,
    CONFINED,
    REMOTE;

    /** Where such code may run; the first is where it does unless an operator chose another. */
    public static List<Placement> choices(Level level, Format format, Provenance provenance) {
        if (level == Level.REMOTE) {
            return List.of(REMOTE);
        }
        if (format == Format.SKILL) {
            return List.of(HOST);
        }
        if (!format.java()) {
            return List.of(CONFINED);
        }
        return switch (level) {
            case CORE, VERIFIED -> List.of(HOST, CONFINED);
            case LOCAL -> provenance == Provenance.PACKED ? List.of(CONFINED, HOST) : List.of(CONFINED);
            case COMMUNITY, DEV, REMOTE -> List.of(CONFINED);
        };
    }
}
