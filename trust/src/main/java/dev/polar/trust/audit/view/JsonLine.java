package dev.polar.trust.audit.view;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.text.Escapes;
import jakarta.json.JsonObject;

/** A JSON object as one line that no terminal obeys. */
final class JsonLine {
    private JsonLine() {}

    /** In JSON whatever is not ASCII stands in strings, and may be written as an escape there; readers read the same. */
    static String of(JsonObject object) {
        var text = Canonical.text(object);
        var line = new StringBuilder(text.length() + 1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x7f) {
                line.append(c);
            } else {
                line.append(Escapes.unicode(c));
            }
        }
        return line.append('\n').toString();
    }
}
