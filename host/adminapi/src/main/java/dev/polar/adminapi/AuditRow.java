package dev.polar.adminapi;

/** One record, as {@code polar audit list} shows it. */
public record AuditRow(
        long seq,
        String time,
        String action,
        String stage,
        String decision,
        String code,
        String caller,
        String plugin,
        String tool,
        String intent,
        String trace,
        String record) {}
