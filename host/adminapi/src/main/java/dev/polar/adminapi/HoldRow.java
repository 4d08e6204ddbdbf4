package dev.polar.adminapi;

/**
 * A legal hold.
 *
 * @param from not before, or empty for the beginning
 * @param to before then, or empty for ever
 */
public record HoldRow(String name, String reason, String from, String to, String placed, String by) {}
