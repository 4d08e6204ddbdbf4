package dev.polar.runtime.rpc;

import jakarta.json.JsonObject;
import java.util.Map;

/**
 * One request.
 *
 * @param params written as they are
 * @param headers what a transport that has headers adds to its own; others leave them out
 */
public record Ask(String method, JsonObject params, Map<String, String> headers) {
    public Ask {
        headers = Map.copyOf(headers);
    }

    public Ask(String method, JsonObject params) {
        this(method, params, Map.of());
    }
}
