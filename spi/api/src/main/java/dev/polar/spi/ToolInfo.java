package dev.polar.spi;

/** What is known of a tool without calling it. */
public record ToolInfo(ToolId id, String description, Effect effect) {}
