package dev.polar.host.consent;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * One of several decisions in a statement: what a consent to it alone would say. It uses up that version of its object as
 * such a consent would.
 */
public record Clause(String action, String object, long version, JsonObject body) {

    JsonObjectBuilder json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("action", action)
                .add("object", object)
                .add("version", version)
                .add("body", body);
    }

    static Clause of(JsonObject json) {
        return new Clause(
                json.getString("action"),
                json.getString("object"),
                ((JsonNumber) json.get("version")).longValueExact(),
                json.getJsonObject("body"));
    }
}
