package dev.polar.trust.text;

import java.util.HexFormat;

/**
 * Untrusted text of which nothing is lost and nothing is hidden: a character that a terminal obeys, or that nobody sees, is
 * written as what it is called.
 */
public final class Escapes {
    private Escapes() {}

    /** {@code \}{@code u001b}, as JSON has it. */
    public static String unicode(char c) {
        return "\\u" + HexFormat.of().toHexDigits(c);
    }

    /**
     * The text on one line: backslashes doubled, line feed, carriage return and tab as {@code \n}, {@code \r} and
     * {@code \t}, other control characters and hidden ones as {@code \}{@code uXXXX}. Nothing is lost.
     */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (VisibleCharacter.is(c)) {
                        out.appendCodePoint(c);
                    } else {
                        text.substring(i, i + length).chars().forEach(unit -> out.append(unicode((char) unit)));
                    }
                }
            }
            i += length;
        }
        return out.toString();
    }
}
