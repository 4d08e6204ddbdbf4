package dev.polar.host.consent;

import dev.polar.adminapi.Request;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an operator signs, as canonical JSON (RFC 8785).
 *
 * @param installation so that no other host accepts it
 * @param version one above the last consent about the same object, so that it counts once
 * @param request what was asked for, from which the body is computed again
 * @param at when it was planned
 */
public record Statement(
        String installation, String action, String object, long version, Request request, JsonObject body, Instant at) {
    /** The object of a statement that decides about several others at once, by its clauses. */
    public static final String SEVERAL = "plugins";

    /** The DSSE payload type. */
    public static final String TYPE = "application/vnd.polar.consent+json";

    static final String CLAUSES = "clauses";

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(4 << 20);
    private static final Set<String> MEMBERS =
            Set.of("installation", "action", "object", "version", "request", "body", "at");

    /** Each of the decisions that this one statement makes about others, in the order in which they hold. */
    List<Clause> clauses() {
        return object.equals(SEVERAL)
                ? body.getJsonArray(CLAUSES).getValuesAs(JsonObject.class).stream()
                        .map(Clause::of)
                        .toList()
                : List.of();
    }

    /** What a statement of that decision alone would say. */
    Statement alone(Clause clause) {
        return new Statement(
                installation, clause.action(), clause.object(), clause.version(), request, clause.body(), at);
    }

    /** What is signed. */
    public byte[] bytes() {
        return Canonical.bytes(json().add("at", at.toString()).build());
    }

    /** Names the plan: over everything but the time, so that a script may repeat it. */
    public Digest digest() {
        return Digest.of(Canonical.bytes(json().build()));
    }

    private JsonObjectBuilder json() {
        var with = StrictJson.provider().createObjectBuilder();
        new TreeMap<>(request.with()).forEach(with::add);
        return StrictJson.provider()
                .createObjectBuilder()
                .add("installation", installation)
                .add("action", action)
                .add("object", object)
                .add("version", version)
                .add(
                        "request",
                        StrictJson.provider()
                                .createObjectBuilder()
                                .add("object", request.object())
                                .add("with", with))
                .add("body", body);
    }

    /**
     * Reads one.
     *
     * @throws Refusal {@code REQUEST_INVALID} unless these bytes are exactly what {@link #bytes} writes
     */
    static Statement parse(byte[] payload) {
        try {
            var json = StrictJson.object(payload, LIMITS);
            var request = json.getJsonObject("request");
            var statement = new Statement(
                    json.getString("installation"),
                    json.getString("action"),
                    json.getString("object"),
                    ((JsonNumber) json.get("version")).longValueExact(),
                    new Request(json.getString("action"), request.getString("object"), texts(request, "with")),
                    json.getJsonObject("body"),
                    Instant.parse(json.getString("at")));
            boolean whole = statement.clauses().stream()
                    .noneMatch(clause -> clause.object().equals(SEVERAL)
                            // Who may consent to those depends on the whole statement.
                            || clause.action().startsWith("operator."));
            if (whole && json.keySet().equals(MEMBERS) && Arrays.equals(payload, statement.bytes())) {
                return statement;
            }
        } catch (JsonFault
                | ClassCastException
                | NullPointerException
                | ArithmeticException
                | DateTimeException shapeless) {
            // told below: whatever is wrong with it, it is not what a plan gave out
        }
        throw new Refusal(
                Code.REQUEST_INVALID,
                "the signed payload is no statement of this host",
                "sign a plan's statement as it is");
    }

    private static Map<String, String> texts(JsonObject object, String name) {
        return object.getJsonObject(name).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> text(entry.getValue())));
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).getString();
    }
}
