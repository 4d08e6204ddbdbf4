package dev.polar.trust.attestation;

/** A statement of a kind that decides nothing here, such as provenance. */
public record OtherStatement(String predicateType) implements Statement {}
