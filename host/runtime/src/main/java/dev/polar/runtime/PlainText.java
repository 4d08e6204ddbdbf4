package dev.polar.runtime;

import dev.polar.trust.json.JsonTexts;
import jakarta.json.JsonValue;

/** Takes control characters, tab and line feed excepted, out of all texts of a value, keys too. */
public final class PlainText {
    private PlainText() {}

    public static JsonValue of(JsonValue value) {
        return JsonTexts.map(value, PlainText::plain);
    }

    public static String plain(String text) {
        return text.chars().anyMatch(PlainText::control) ? stripped(text) : text;
    }

    private static boolean control(int c) {
        return c < 0x20 && c != '\t' && c != '\n' || c >= 0x7f && c <= 0x9f;
    }

    private static String stripped(String text) {
        var out = new StringBuilder(text.length());
        text.chars().filter(c -> !control(c)).forEach(c -> out.append((char) c));
        return out.toString();
    }
}
