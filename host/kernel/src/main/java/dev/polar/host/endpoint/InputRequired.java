package dev.polar.host.endpoint;

import jakarta.json.JsonObject;

/** Instead of an answer: what the client has to bring first (2026-07-28, "Multi Round-Trip Requests"). */
final class InputRequired extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JsonObject result;

    InputRequired(JsonObject result) {
        super("input required", null, false, false);
        this.result = result;
    }

    JsonObject result() {
        return result;
    }
}
