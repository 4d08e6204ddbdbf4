package dev.polar.cli.shell;

import jakarta.json.JsonValue;

/** JSON as programs and terminals may both be shown it: what is not printable ASCII is escaped, so nothing is lost. */
final class JsonText {
    private JsonText() {}

    static String of(JsonValue value) {
        var text = value.toString();
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // JSON-P escapes what lies below the space itself.
            if (c < 0x7f) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }
}
