package dev.polar.runtime.mcp;

import dev.polar.runtime.Call;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that one server is working on, so that what it says meanwhile finds the call it is about. */
final class UnderWay {
    private final AtomicLong tokens = new AtomicLong();
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    /**
     * One call.
     *
     * @param token what the server names it by in its progress; ours, so that no two callers share one
     */
    record Part(String token, Call call, Instant deadline) {}

    Part begin(Call call, Instant deadline) {
        var part = new Part("call-" + tokens.incrementAndGet(), call, deadline);
        parts.put(part.token(), part);
        return part;
    }

    void end(Part part) {
        parts.remove(part.token());
    }

    /** The call of that progress token. */
    Optional<Part> of(JsonValue token) {
        return token instanceof JsonString text ? Optional.ofNullable(parts.get(text.getString())) : Optional.empty();
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The call, if there is one and no other: with two nobody could say whose it is. */
    Optional<Part> only() {
        var all = parts.values().iterator();
        var first = all.hasNext() ? Optional.of(all.next()) : Optional.<Part>empty();
        return all.hasNext() ? Optional.empty() : first;
    }
}
