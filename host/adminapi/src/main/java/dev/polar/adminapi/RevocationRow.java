package dev.polar.adminapi;

/** One revocation in force. */
public record RevocationRow(String id, String kind, String value, String mode, String reason, String at, String by) {}
