package dev.polar.runtime.mcp;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/** Members of foreign objects, if they are there and of the kind expected. */
final class Members {
    private Members() {}

    static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    static JsonObject object(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject member ? member : JsonValue.EMPTY_JSON_OBJECT;
    }

    static JsonArray array(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray member ? member : JsonValue.EMPTY_JSON_ARRAY;
    }
}
