package dev.polar.adminapi;

/** What was exported. */
public record Exported(String directory, long records, long first, long last, String origin) {}
