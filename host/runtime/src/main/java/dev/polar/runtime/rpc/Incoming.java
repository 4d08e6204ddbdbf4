package dev.polar.runtime.rpc;

import jakarta.json.JsonObject;

/** What the other side says unasked. Called on the thread that reads, so it must not wait. */
public interface Incoming {
    /** A request; the reply is sent back. */
    Reply asked(String method, JsonObject params);

    /** A notification. */
    void told(String method, JsonObject params);
}
