package dev.polar.adminapi;

/** One client token, never the token itself. */
public record ClientRow(String name, String created, String expires, String lastUsed) {}
