package dev.polar.adminapi;

/**
 * A call from the command line.
 *
 * @param arguments JSON text
 * @param session empty for one of its own
 * @param waitMillis how long it is held open while it waits for an approval; 0 to be told at once
 */
public record CallRequest(String tool, String arguments, String session, String idempotencyKey, long waitMillis) {}
