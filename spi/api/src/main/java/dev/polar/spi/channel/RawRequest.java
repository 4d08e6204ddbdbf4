package dev.polar.spi.channel;

import dev.polar.spi.Json;
import java.util.Map;
import java.util.Optional;

/**
 * An authentic inbound request.
 *
 * @param headers lower-case names, one value each
 * @param json the body where its content type is JSON, read strictly by the host: what does not parse is answered with
 *     {@code REQUEST_INVALID} and never reaches an adapter
 * @param user who the host authenticated, or empty where only the platform knows
 */
public record RawRequest(Map<String, String> headers, byte[] body, Optional<Json> json, String user) {
    public RawRequest {
        headers = Map.copyOf(headers);
    }
}
