package dev.polar.adminapi;

/**
 * A bundle for who is elsewhere; {@code file} of what was made says nothing.
 *
 * @param base64 the archive
 */
public record BundleCopy(Bundled made, String base64) {}
