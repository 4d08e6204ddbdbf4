package dev.polar.trust.json;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.function.UnaryOperator;

/**
 * Changes the texts of a value: its strings, its members' names, and numbers where what is written is changed. Nothing is
 * copied where nothing changes, which is nearly always.
 */
public final class JsonTexts {
    private final UnaryOperator<String> change;
    private final boolean numbers;

    private JsonTexts(UnaryOperator<String> change, boolean numbers) {
        this.change = change;
        this.numbers = numbers;
    }

    /** The value with every text changed; the very same value if nothing was. */
    public static JsonValue map(JsonValue value, UnaryOperator<String> change) {
        return new JsonTexts(change, true).map(value);
    }

    /** The same, but numbers stay what they are. */
    public static JsonValue mapStrings(JsonValue value, UnaryOperator<String> change) {
        return new JsonTexts(change, false).map(value);
    }

    private JsonValue map(JsonValue value) {
        return changes(value) ? changed(value) : value;
    }

    private boolean changes(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> changes(((JsonString) value).getString());
            case NUMBER -> numbers && changes(value.toString());
            case ARRAY -> value.asJsonArray().stream().anyMatch(this::changes);
            case OBJECT ->
                value.asJsonObject().entrySet().stream()
                        .anyMatch(member -> changes(member.getKey()) || changes(member.getValue()));
            case TRUE, FALSE, NULL -> false;
        };
    }

    private boolean changes(String text) {
        return !change.apply(text).equals(text);
    }

    private JsonValue changed(JsonValue value) {
        var json = StrictJson.provider();
        return switch (value.getValueType()) {
            case STRING -> text(value, ((JsonString) value).getString());
            case NUMBER -> numbers ? text(value, value.toString()) : value;
            case ARRAY -> {
                var out = json.createArrayBuilder();
                value.asJsonArray().forEach(element -> out.add(changed(element)));
                yield out.build();
            }
            case OBJECT -> {
                var out = json.createObjectBuilder();
                value.asJsonObject().forEach((name, member) -> out.add(change.apply(name), changed(member)));
                yield out.build();
            }
            case TRUE, FALSE, NULL -> value;
        };
    }

    private JsonValue text(JsonValue value, String text) {
        var changed = change.apply(text);
        return changed.equals(text) ? value : StrictJson.provider().createValue(changed);
    }
}
