package dev.polar.adminapi;

/**
 * Asks for a bundle: of an intent, a trace, or a time; what is empty was not asked for.
 *
 * @param file where to, absolute; of no meaning to who is elsewhere
 */
public record BundleRequest(String file, String intent, String trace, String from, String to) {}
