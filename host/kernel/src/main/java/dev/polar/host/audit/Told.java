package dev.polar.host.audit;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a draft tells. It is written in many small steps and read once.
 *
 * @param said in the clear, by field
 * @param hidden what leaves as commitments: JSON Pointer (RFC 6901) into the record, and the value
 */
record Told(Map<String, JsonValue> said, Map<String, String> hidden) {
    static final Told NOTHING = new Told(Map.of(), Map.of());

    static final String SIZES = "sizes";

    /** One more thing. */
    sealed interface Step {
        record Say(String field, JsonValue value) implements Step {}

        /** A member of a field that is an object. */
        record Member(String field, String name, JsonValue value) implements Step {}

        record Hide(String pointer, String value) implements Step {}
    }

    /** This, and then those. */
    Told and(Iterable<Step> steps) {
        var more = new LinkedHashMap<>(said);
        var secret = new LinkedHashMap<>(hidden);
        var objects = new LinkedHashMap<String, JsonObjectBuilder>();
        for (var step : steps) {
            switch (step) {
                case Step.Say(var field, var value) -> {
                    objects.remove(field);
                    more.put(field, value);
                }
                case Step.Member(var field, var name, var value) ->
                    objects.computeIfAbsent(field, first -> members(field, more.get(field)))
                            .add(name, value);
                case Step.Hide(var pointer, var value) -> secret.put(pointer, value);
            }
        }
        objects.forEach((field, object) -> more.put(field, object.build()));
        return new Told(more, secret);
    }

    private static JsonObjectBuilder members(String field, @Nullable JsonValue before) {
        var json = StrictJson.provider();
        if (before instanceof JsonObject object) {
            return json.createObjectBuilder(object);
        }
        var none = json.createObjectBuilder();
        return field.equals(SIZES) ? none.addNull("arguments").addNull("result") : none;
    }
}
