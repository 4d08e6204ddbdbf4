package dev.polar.trust.key;

import dev.polar.trust.text.CleanText;
import java.util.Locale;

/** Says where a text stops being a digest, and which digest was perhaps meant. */
final class DigestFault {
    private static final int DIGITS = 64;
    private static final int LONGEST_SHOWN = 80;

    private DigestFault() {}

    static String in(String text) {
        var digits = text.startsWith(Digest.PREFIX) ? text.substring(Digest.PREFIX.length()) : text;
        var lower = digits.strip().toLowerCase(Locale.ROOT);
        var meant = Digest.isHex(lower) ? "; did you mean '" + Digest.PREFIX + lower + "'?" : "";
        return "'" + shown(text) + "' is not sha256: and 64 lower-case hex digits: " + why(text, digits) + meant;
    }

    private static String why(String text, String digits) {
        if (!text.startsWith(Digest.PREFIX)) {
            return "it does not begin with sha256: (character " + (common(text) + 1) + ")";
        }
        for (int i = 0; i < digits.length(); i++) {
            if ("0123456789abcdef".indexOf(digits.charAt(i)) < 0) {
                var token = CleanText.line(digits.substring(i, i + 1));
                return "'" + token + "' is no such digit (character " + (Digest.PREFIX.length() + i + 1) + ")";
            }
        }
        return "there are " + digits.length() + " digits, not " + DIGITS + " (character "
                + (Digest.PREFIX.length() + Math.min(digits.length(), DIGITS) + 1) + ")";
    }

    private static int common(String text) {
        int i = 0;
        while (i < text.length() && i < Digest.PREFIX.length() && text.charAt(i) == Digest.PREFIX.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String shown(String text) {
        var line = CleanText.line(text);
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN - 3) + "...";
    }
}
