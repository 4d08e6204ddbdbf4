package dev.polar.adminapi;

/** One tool, or what a server has beside tools: its id, the name agents see, what it claims to do and what policy counts it as. */
public record ToolRow(
        String id, String exposed, String description, String effect, String counted, String state, String input) {}
