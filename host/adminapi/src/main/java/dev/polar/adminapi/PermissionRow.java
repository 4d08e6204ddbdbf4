package dev.polar.adminapi;

/** One permission asked for. */
public record PermissionRow(String permission, String reason, boolean optional, boolean granted, boolean highRisk) {}
