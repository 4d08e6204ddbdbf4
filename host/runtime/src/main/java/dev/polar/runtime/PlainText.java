package dev.polar.runtime;

import dev.polar.trust.json.JsonTexts;
import jakarta.json.JsonValue;

/**
 * Takes out of all texts of a value, keys too, what no person sees and a program may obey: control characters, tab and line
 * feed excepted, and tag characters (Unicode, U+E0000 to U+E007F), which spell ASCII invisibly. What joins or turns text
 * stays: languages need it.
 */
public final class PlainText {
    private PlainText() {}

    public static JsonValue of(JsonValue value) {
        return JsonTexts.map(value, PlainText::plain);
    }

    public static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (hidden(text.codePointAt(i))) {
                return stripped(text);
            }
        }
        return text;
    }

    private static boolean hidden(int c) {
        return c < 0x20 && c != '\t' && c != '\n' || c >= 0x7f && c <= 0x9f || c >= 0xe0000 && c <= 0xe007f;
    }

    private static String stripped(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().filter(c -> !hidden(c)).forEach(out::appendCodePoint);
        return out.toString();
    }
}
