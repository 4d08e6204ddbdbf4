package dev.polar.runtime.rpc;

import jakarta.json.JsonValue;
import java.util.Optional;

/** What a request is answered with. */
public sealed interface Reply {
    /** It was done. */
    record Result(JsonValue value) implements Reply {}

    /** It was not done; {@code message} and {@code data} are the other side's words. */
    record Fault(long code, String message, Optional<JsonValue> data) implements Reply {
        /** The method does not exist. */
        public static final long METHOD_NOT_FOUND = -32601;

        public Fault(long code, String message) {
            this(code, message, Optional.empty());
        }
    }
}
