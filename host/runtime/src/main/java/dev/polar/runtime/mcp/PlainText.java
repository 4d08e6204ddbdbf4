package dev.polar.runtime.mcp;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Takes control characters, tab and line feed excepted, out of all texts of a value, keys too. */
final class PlainText {
    private PlainText() {}

    static JsonValue of(JsonValue value) {
        return plain(value) ? value : stripped(value);
    }

    private static boolean plain(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> plain(((JsonString) value).getString());
            case ARRAY -> value.asJsonArray().stream().allMatch(PlainText::plain);
            case OBJECT ->
                value.asJsonObject().entrySet().stream()
                        .allMatch(member -> plain(member.getKey()) && plain(member.getValue()));
            case NUMBER, TRUE, FALSE, NULL -> true;
        };
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (control(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean control(char c) {
        return c < 0x20 && c != '\t' && c != '\n' || c >= 0x7f && c <= 0x9f;
    }

    private static JsonValue stripped(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> StrictJson.provider().createValue(stripped(((JsonString) value).getString()));
            case ARRAY -> array(value.asJsonArray());
            case OBJECT -> object(value.asJsonObject());
            case NUMBER, TRUE, FALSE, NULL -> value;
        };
    }

    private static JsonArray array(JsonArray array) {
        var out = StrictJson.provider().createArrayBuilder();
        array.forEach(element -> out.add(stripped(element)));
        return out.build();
    }

    private static JsonObject object(JsonObject object) {
        var out = StrictJson.provider().createObjectBuilder();
        object.forEach((key, member) -> out.add(stripped(key), stripped(member)));
        return out.build();
    }

    private static String stripped(String text) {
        var out = new StringBuilder(text.length());
        text.chars().filter(c -> !control((char) c)).forEach(c -> out.append((char) c));
        return out.toString();
    }
}
