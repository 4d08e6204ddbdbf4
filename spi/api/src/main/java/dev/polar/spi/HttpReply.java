package dev.polar.spi;

import java.util.List;
import java.util.Map;

/**
 * What came back; at most 10 MiB of body.
 *
 * @param headers names in lower case
 */
public record HttpReply(int status, Map<String, List<String>> headers, byte[] body) {}
