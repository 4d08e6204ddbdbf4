package dev.polar.adminapi;

/**
 * A policy as an operator wrote it.
 *
 * @param version 0 if there is none yet
 * @param digest of the text; empty if there is none yet
 */
public record PolicyText(long version, String digest, String yaml) {}
