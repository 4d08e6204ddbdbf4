package dev.polar.spi.channel;

import java.util.Map;

/**
 * An authentic inbound request.
 *
 * @param headers lower-case names, one value each
 * @param user who the host authenticated, or empty where only the platform knows
 */
public record RawRequest(Map<String, String> headers, byte[] body, String user) {}
