package dev.polar.host.consent;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * What exactly would be done.
 *
 * @param object kind and name, {@code plugin:acme.weather}; each consent about it has a version one above the last
 * @param body what the operator signs: every fact the decision rests on; no times, no prose
 * @param plain whether it widens nothing and warns of nothing, so that a plain question is enough
 * @param notes what a reader should know and nobody signs, such as reasons and ages
 */
public record Prepared(String object, JsonObject body, boolean plain, List<String> notes) {
    public Prepared {
        notes = List.copyOf(notes);
    }
}
