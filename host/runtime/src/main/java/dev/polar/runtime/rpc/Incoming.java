package dev.polar.runtime.rpc;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.Consumer;

/** What the other side says unasked. Called on the thread that reads, so it must not wait. */
public interface Incoming {
    /**
     * A request.
     *
     * @param id as the other side chose it
     * @param answer takes the reply, now or later, on any thread, once
     */
    void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer);

    /** A notification. */
    void told(String method, JsonObject params);
}
