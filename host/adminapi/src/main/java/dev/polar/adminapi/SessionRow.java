package dev.polar.adminapi;

/**
 * What one session has taken in: {@code untrusted} or {@code private}.
 *
 * @param intent the call whose answer brought it
 */
public record SessionRow(String session, String label, String intent, String since) {}
