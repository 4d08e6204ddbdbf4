package dev.polar.spi;

/**
 * Another tool's answer: untrusted data.
 *
 * @param text its text parts, joined by line feeds
 * @param structured its structured content, or JSON null
 */
public record ToolAnswer(String text, Json structured) {}
