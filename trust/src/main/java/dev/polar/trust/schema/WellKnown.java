package dev.polar.trust.schema;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Contracts whose schemas the host owns; which tool fills such a role is configured, never an accident of installation.
 */
public enum WellKnown {
    /** Answers one message of a chat. */
    RESPONDER_1("polar.responder/1", """
            {"type": "object",
             "properties": {
               "text": {"type": "string", "description": "what the person wrote"},
               "session": {"type": "string", "description": "the conversation it belongs to"},
               "user": {"type": "string", "description": "who wrote it, where that is known"}},
             "required": ["text", "session"],
             "additionalProperties": false}""", """
            {"type": "object",
             "properties": {"text": {"type": "string", "description": "what to send back"}},
             "required": ["text"],
             "additionalProperties": false}"""),
    /** Finds what was kept and may matter for a query, best first. */
    MEMORY_1("polar.memory/1", """
            {"type": "object",
             "properties": {
               "query": {"type": "string", "description": "the words to look for"},
               "session": {"type": "string", "description": "the conversation that asks"},
               "user": {"type": "string", "description": "the person it is asked for, where that is known"},
               "limit": {"type": "integer", "minimum": 1, "maximum": 50}},
             "required": ["query", "session"],
             "additionalProperties": false}""", """
            {"type": "object",
             "properties": {
               "notes": {
                 "type": "array",
                 "items": {
                   "type": "object",
                   "properties": {"key": {"type": "string"}, "text": {"type": "string"}},
                   "required": ["key", "text"],
                   "additionalProperties": false}}},
             "required": ["notes"],
             "additionalProperties": false}"""),
    /** Reserved. */
    MODEL_1("polar.model/1"),
    /** Reserved. */
    CHECK_1("polar.check/1");

    private static final Set<String> ANNOTATIONS = Set.of("title", "description", "default", "examples", "$comment");

    private final String name;
    private final Optional<JsonObject> input;
    private final Optional<JsonObject> output;

    WellKnown(String name, String input, String output) {
        this.name = name;
        this.input = Optional.of(schema(input));
        this.output = Optional.of(schema(output));
    }

    WellKnown(String name) {
        this.name = name;
        this.input = Optional.empty();
        this.output = Optional.empty();
    }

    private static JsonObject schema(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    /** The contract of that name, {@code polar.responder/1}. */
    public static Optional<WellKnown> named(String name) {
        return Arrays.stream(values()).filter(w -> w.name.equals(name)).findFirst();
    }

    /** The schema of the arguments; absent while the contract is reserved. */
    public Optional<JsonObject> input() {
        return input;
    }

    /** The schema of the result; absent while the contract is reserved. */
    public Optional<JsonObject> output() {
        return output;
    }

    /** Whether two schemas are equal, words for people aside. */
    public static boolean same(JsonObject one, JsonObject other) {
        return plain(one, true).equals(plain(other, true));
    }

    /** Within {@code properties} the keys are names of the author's, not keywords. */
    private static JsonValue plain(JsonValue value, boolean keywords) {
        if (value instanceof JsonArray array) {
            var plain = StrictJson.provider().createArrayBuilder();
            array.forEach(v -> plain.add(plain(v, true)));
            return plain.build();
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        var plain = StrictJson.provider().createObjectBuilder();
        object.forEach((key, member) -> {
            if (!keywords || !ANNOTATIONS.contains(key)) {
                plain.add(key, plain(member, !(keywords && key.equals("properties"))));
            }
        });
        return plain.build();
    }

    /** The name in manifests. */
    @Override
    public String toString() {
        return name;
    }
}
