package dev.polar.trust.manifest;

import java.time.Duration;

/** A tool to be called again and again. */
public record ScheduleContract(String name, Timing timing, String tool) {
    /** When. */
    public sealed interface Timing {}

    /** Every so often, at least a second apart. */
    public record Every(Duration interval) implements Timing {}

    /** Minute, hour, day of month, month and day of week, as in crontab(5). */
    public record Cron(String expression) implements Timing {}
}
