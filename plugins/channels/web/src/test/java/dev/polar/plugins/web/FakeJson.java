package dev.polar.plugins.web;

import dev.polar.spi.Json;
import jakarta.json.bind.JsonbBuilder;

/** JSON bound as the host binds it. */
record FakeJson(String text) implements Json {
    @Override
    public <T> T as(Class<T> type) {
        try (var jsonb = JsonbBuilder.create()) {
            return jsonb.fromJson(text, type);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
