package dev.polar.spi;

/**
 * JSON as somebody wrote it, to be handed on as it is; the host reads it, strictly.
 *
 * @param text one JSON value
 */
public record JsonText(String text) {}
