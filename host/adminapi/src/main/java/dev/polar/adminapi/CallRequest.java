package dev.polar.adminapi;

/**
 * A call from the command line.
 *
 * @param arguments JSON text
 * @param session empty for one of its own
 */
public record CallRequest(String tool, String arguments, String session, String idempotencyKey) {}
