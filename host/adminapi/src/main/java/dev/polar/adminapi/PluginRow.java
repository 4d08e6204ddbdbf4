package dev.polar.adminapi;

/** One line of {@code polar list}. */
public record PluginRow(
        String name,
        String version,
        String kind,
        String level,
        String state,
        long calls,
        long denied,
        String lastError,
        String action) {}
