package dev.polar.host.audit;

/** Replaces the values of secrets by their names in whatever text is about to be recorded, commitments included. */
@FunctionalInterface
public interface Masking {
    /** Where no secrets are known. */
    Masking NONE = text -> text;

    String masked(String text);
}
