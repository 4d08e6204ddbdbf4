package dev.polar.runtime.java;

import dev.polar.spi.Json;
import dev.polar.trust.json.Canonical;
import jakarta.json.JsonValue;

/** The host's value in the plugin's hands. */
record BoundJson(JsonValue value, Binding binding) implements Json {
    @Override
    public String text() {
        return Canonical.text(value);
    }

    @Override
    public <T> T as(Class<T> type) {
        return binding.read(value, type);
    }

    @Override
    public String toString() {
        return text();
    }
}
