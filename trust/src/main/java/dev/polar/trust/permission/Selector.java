package dev.polar.trust.permission;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text in the parentheses while it is read, so that a refusal can say where.
 *
 * @param permission the whole text
 * @param text the selector alone
 * @param start where it starts in the whole
 * @param example a valid permission of this kind
 */
record Selector(String permission, String text, int start, String example) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    void requireCharacters(Pattern allowed) {
        var match = allowed.matcher(text);
        match.lookingAt();
        if (match.end() < text.length()) {
            throw refused(match.end(), "this character is not allowed in a selector");
        }
        if (text.isEmpty()) {
            throw refused(0, "the selector is empty");
        }
    }

    /** A selector that is one name. */
    String name() {
        return name(0, text);
    }

    String name(int at, String part) {
        if (!NAME.matcher(part).matches()) {
            throw refused(
                    at, "a name has 1 to 64 letters, digits, '.', '_' and '-', and starts with a letter or digit");
        }
        return part;
    }

    PluginId plugin(int at, String part) {
        try {
            return new PluginId(part);
        } catch (IllegalArgumentException notOne) {
            throw refused(at, "'" + shown(part) + "' is not a plugin's name");
        }
    }

    Refusal refused(int at, String rule) {
        return refused(at, rule, Optional.of(example));
    }

    /** Refuses with the same permission, this selector instead, as what was perhaps meant. */
    Refusal meant(int at, String rule, String better) {
        return refused(
                at,
                rule,
                Optional.of(permission.substring(0, start) + better + permission.substring(start + text.length())));
    }

    Refusal refused(int at, String rule, Optional<String> meant) {
        return refusedAt(start + at, rule, meant);
    }

    Refusal refusedAt(int position, String rule, Optional<String> meant) {
        var hint = meant.filter(m -> !m.equals(permission))
                .map(m -> "A valid form is " + m + ".")
                .orElse("Ask for something else.");
        return new Refusal(
                Code.PERMISSION_INVALID,
                "'" + shown(permission) + "' is not a permission: " + rule + " (character " + (position + 1) + ", at "
                        + token(position) + ")",
                hint,
                Map.of("permission", shown(permission), "position", Integer.toString(position + 1), "rule", rule));
    }

    /** What stands there, up to what ends it. */
    private String token(int position) {
        if (position >= permission.length()) {
            return "its end";
        }
        int end = position + 1;
        while (end < permission.length() && Character.isLetterOrDigit(permission.charAt(end))) {
            end++;
        }
        return "'" + shown(permission.substring(position, end)) + "'";
    }

    /** Hostile text as it may be printed: short, and without what a terminal would obey. */
    static String shown(String text) {
        var plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= 120 ? plain : plain.substring(0, 117) + "...";
    }
}
