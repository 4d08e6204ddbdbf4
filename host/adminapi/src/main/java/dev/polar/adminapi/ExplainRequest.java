package dev.polar.adminapi;

/**
 * A call to be explained, not made.
 *
 * @param caller {@code client:claude}; blank for whoever asks
 * @param arguments JSON text
 * @param session blank for none in particular
 * @param intent of a call that was made, in place of all the others
 */
public record ExplainRequest(String tool, String caller, String arguments, String session, String intent) {}
