package dev.polar.host.endpoint;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;

/**
 * An approved definition as agents see it: the members of {@code Tool} in the specification (schema 2025-11-25) that say what
 * it is. Whatever else a server sent is pinned and goes nowhere: {@code _meta}, members of its own, and icons, which clients
 * would fetch from wherever it says. Agents run what only reads without asking their user, so whether it does is never the
 * server's word.
 */
final class ShownTool {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final List<String> TEXTS = List.of("title", "description");
    private static final List<String> SCHEMAS = List.of("inputSchema", "outputSchema");
    private static final String READS = "readOnlyHint";
    private static final List<String> HINTS = List.of("destructiveHint", "idempotentHint", "openWorldHint");

    private ShownTool() {}

    /**
     * The same under an exposed name.
     *
     * @param reads whether policy counts it as read
     */
    static JsonObject of(JsonObject definition, String name, boolean reads) {
        var shown = JSON.createObjectBuilder().add("name", name);
        for (var text : TEXTS) {
            if (definition.get(text) instanceof JsonString said) {
                shown.add(text, said);
            }
        }
        for (var schema : SCHEMAS) {
            if (definition.get(schema) instanceof JsonObject said) {
                shown.add(schema, said);
            }
        }
        var said = definition.get("annotations") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        return shown.add("annotations", hints(said, reads)).build();
    }

    private static JsonObject hints(JsonObject said, boolean reads) {
        var known = JSON.createObjectBuilder().add(READS, reads);
        if (said.get("title") instanceof JsonString title) {
            known.add("title", title);
        }
        for (var hint : HINTS) {
            var value = said.get(hint);
            if (JsonValue.TRUE.equals(value) || JsonValue.FALSE.equals(value)) {
                known.add(hint, value);
            }
        }
        return known.build();
    }
}
