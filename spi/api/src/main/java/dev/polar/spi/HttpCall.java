package dev.polar.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One outbound request.
 *
 * @param secrets named secrets the host puts where {@code polar secret set} said; the plugin never holds their values
 */
public record HttpCall(
        String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout, List<SecretRef> secrets) {
    public HttpCall {
        headers = Map.copyOf(headers);
        secrets = List.copyOf(secrets);
    }

    /** A GET without body, headers or secrets, 10 seconds at most. */
    public static HttpCall get(URI uri) {
        return new HttpCall("GET", uri, Map.of(), new byte[0], Duration.ofSeconds(10), List.of());
    }
}
