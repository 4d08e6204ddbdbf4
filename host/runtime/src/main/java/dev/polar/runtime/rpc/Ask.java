package dev.polar.runtime.rpc;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param params written as they are
 * @param headers what a transport that has headers adds to its own; others leave them out
 * @param aside who hears what comes with the answer, where a transport has a stream for each; others tell who hears all
 */
public record Ask(String method, JsonObject params, Map<String, String> headers, Optional<Incoming> aside) {
    public Ask {
        headers = Map.copyOf(headers);
    }

    public Ask(String method, JsonObject params, Map<String, String> headers) {
        this(method, params, headers, Optional.empty());
    }

    public Ask(String method, JsonObject params) {
        this(method, params, Map.of());
    }
}
