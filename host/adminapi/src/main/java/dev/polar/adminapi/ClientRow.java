package dev.polar.adminapi;

/**
 * One client token, never the token itself.
 *
 * @param profile what it may see and how, in words; empty for everything
 */
public record ClientRow(String name, String created, String expires, String lastUsed, String profile) {}
