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
 * @param parts what each of several decisions says, in the order in which they hold; signed as {@linkplain Clause
 *     clauses}. Only about {@link Statement#SEVERAL}
 */
public record Prepared(String object, JsonObject body, boolean plain, List<String> notes, List<Part> parts) {
    public Prepared {
        notes = List.copyOf(notes);
        parts = List.copyOf(parts);
        if (!parts.isEmpty() && !object.equals(Statement.SEVERAL)) {
            throw new IllegalArgumentException("a statement about " + object + " decides about nothing else");
        }
    }

    /** One of several decisions: what consenting to it alone would mean. */
    public record Part(String action, Prepared prepared) {}

    /** One decision. */
    public Prepared(String object, JsonObject body, boolean plain, List<String> notes) {
        this(object, body, plain, notes, List.of());
    }
}
