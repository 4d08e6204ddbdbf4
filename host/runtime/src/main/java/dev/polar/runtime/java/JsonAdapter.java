package dev.polar.runtime.java;

import dev.polar.spi.Code;
import dev.polar.spi.Json;
import jakarta.json.JsonValue;
import jakarta.json.bind.adapter.JsonbAdapter;

/** Lets a record of the plugin's have a component of type {@link Json}: any JSON, left as it is. */
record JsonAdapter(Binding binding) implements JsonbAdapter<Json, JsonValue> {
    @Override
    public JsonValue adaptToJson(Json json) {
        return binding.write(json, Code.RESULT_INVALID);
    }

    @Override
    public Json adaptFromJson(JsonValue value) {
        return binding.json(value);
    }
}
