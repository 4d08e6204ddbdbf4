package dev.polar.adminapi;

/**
 * One line of {@code polar list}.
 *
 * @param enforcement what holds it while it runs, as records say it; empty if it does not run
 */
public record PluginRow(
        String name,
        String version,
        String kind,
        String level,
        String state,
        String enforcement,
        long calls,
        long denied,
        String lastError,
        String action) {}
