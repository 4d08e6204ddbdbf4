package dev.polar.host.approval;

import dev.polar.trust.text.VisibleCharacter;

/**
 * What people are shown before they say yes, canonical JSON above all: every character of it, and whatever they would not see as such
 * in JSON's own escapes. It reads back as the very same arguments.
 */
public final class ExactText {
    private ExactText() {}

    public static String of(String json) {
        var shown = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (VisibleCharacter.is(c)) {
                shown.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return shown.toString();
    }
}
