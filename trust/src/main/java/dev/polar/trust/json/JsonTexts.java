package dev.polar.trust.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.function.UnaryOperator;

/** Changes the texts of a value: its strings, its members' names, and numbers where what is written is changed. */
public final class JsonTexts {
    private JsonTexts() {}

    /** The value with every text changed; the very same value if nothing was. */
    public static JsonValue map(JsonValue value, UnaryOperator<String> change) {
        return switch (value.getValueType()) {
            case STRING -> text(value, ((JsonString) value).getString(), change);
            case NUMBER -> text(value, value.toString(), change);
            case ARRAY -> array(value.asJsonArray(), change);
            case OBJECT -> object(value.asJsonObject(), change);
            case TRUE, FALSE, NULL -> value;
        };
    }

    private static JsonValue text(JsonValue value, String text, UnaryOperator<String> change) {
        var changed = change.apply(text);
        return changed.equals(text) ? value : StrictJson.provider().createValue(changed);
    }

    private static JsonArray array(JsonArray array, UnaryOperator<String> change) {
        var out = StrictJson.provider().createArrayBuilder();
        boolean same = true;
        for (var element : array) {
            var changed = map(element, change);
            same &= changed == element;
            out.add(changed);
        }
        return same ? array : out.build();
    }

    private static JsonObject object(JsonObject object, UnaryOperator<String> change) {
        var out = StrictJson.provider().createObjectBuilder();
        boolean same = true;
        for (var member : object.entrySet()) {
            var name = change.apply(member.getKey());
            var changed = map(member.getValue(), change);
            same &= changed == member.getValue() && name.equals(member.getKey());
            out.add(name, changed);
        }
        return same ? object : out.build();
    }
}
