package dev.polar.trust.admission;

/** How a package came to be signed. */
public enum Provenance {
    /** By its publisher. */
    PUBLISHED,
    /** Here, with {@code polar pack}: the signer vouches for what it does. */
    PACKED,
    /** Here, with {@code polar import}: the signer vouches for what arrived. */
    IMPORTED
}
