package dev.polar.host.endpoint;

import dev.polar.runtime.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which log messages clients of a revision with a handshake asked for ({@code logging/setLevel}). The last few thousand
 * are remembered, on this node; a client whose wish is forgotten hears nothing until it says it again.
 */
final class Levels {
    private static final int MOST = 4_096;

    private final Map<String, Severity> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Severity> eldest) {
            return size() > MOST;
        }
    };

    synchronized void set(McpRequest request, Severity least) {
        var key = key(request.client(), request.greeted());
        known.remove(key);
        known.put(key, least);
    }

    synchronized Optional<Severity> of(McpRequest request) {
        return known.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(known.get(key(request.client(), request.greeted())));
    }

    synchronized void forget(String client, Greeted greeted) {
        known.remove(key(client, Optional.of(greeted)));
    }

    private static String key(String client, Optional<Greeted> greeted) {
        return client + "\n" + greeted.map(Greeted::text).orElse("");
    }
}
