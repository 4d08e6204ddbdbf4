package dev.polar.spi;

/** A secret by name. */
public record SecretRef(String name) {}
