package dev.polar.adminapi;

/**
 * A backup that was made.
 *
 * @param digest of the whole file
 */
public record BackedUp(
        String file, String digest, long bytes, long rows, boolean masterKey, String made, String installation) {}
