package dev.polar.trust.admission;

/** Where a plugin's code runs; the level decides, never the package. */
public enum Placement {
    HOST,
    CONFINED,
    REMOTE
}
