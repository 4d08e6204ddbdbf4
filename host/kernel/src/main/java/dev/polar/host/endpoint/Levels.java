package dev.polar.host.endpoint;

import dev.polar.runtime.Severity;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which log messages clients of a revision with a handshake asked for ({@code logging/setLevel}). The last few thousand
 * are remembered, on this node; a client whose wish is forgotten hears nothing until it says it again. Looked up by every
 * call, so looking takes no lock.
 */
final class Levels {
    private static final int MOST = 4_096;

    private final Map<String, Severity> known = new ConcurrentHashMap<>();

    /** The eldest first. */
    private final SequencedSet<String> order = new LinkedHashSet<>();

    synchronized void set(McpRequest request, Severity least) {
        var key = key(request.client(), request.greeted());
        known.put(key, least);
        order.remove(key);
        order.add(key);
        if (order.size() > MOST) {
            known.remove(order.removeFirst());
        }
    }

    Optional<Severity> of(McpRequest request) {
        return known.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(known.get(key(request.client(), request.greeted())));
    }

    synchronized void forget(String client, Greeted greeted) {
        var key = key(client, Optional.of(greeted));
        known.remove(key);
        order.remove(key);
    }

    private static String key(String client, Optional<Greeted> greeted) {
        return client + "\n" + greeted.map(Greeted::text).orElse("");
    }
}
