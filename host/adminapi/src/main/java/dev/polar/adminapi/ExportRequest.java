package dev.polar.adminapi;

/** Where to and from when to when; empty times mean the whole log. */
public record ExportRequest(String directory, String format, String from, String to) {}
