package dev.polar.runtime.worker;

import dev.polar.spi.Json;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;

/** A value on its way between a host and a worker; nobody binds it here. */
public record Handed(JsonValue value) implements Json {
    /** The value that somebody else's JSON is; it was bounded where it came in. */
    public static JsonValue valueOf(Json json) {
        if (json instanceof Handed(var value)) {
            return value;
        }
        var bytes = json.text().getBytes(StandardCharsets.UTF_8);
        return StrictJson.parse(bytes, new StrictJson.Limits(Math.max(1, bytes.length), 1_000));
    }

    @Override
    public String text() {
        return Canonical.text(value);
    }

    @Override
    public <T> T as(Class<T> type) {
        throw new IllegalStateException("a value is bound where the plugin is");
    }
}
