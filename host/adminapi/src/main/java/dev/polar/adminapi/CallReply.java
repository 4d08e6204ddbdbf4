package dev.polar.adminapi;

/**
 * A tool's answer.
 *
 * @param text its text parts
 * @param structured JSON text, or empty
 */
public record CallReply(String intent, boolean error, String text, String structured) {}
