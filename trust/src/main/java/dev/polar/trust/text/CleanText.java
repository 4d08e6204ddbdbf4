package dev.polar.trust.text;

import java.util.regex.Pattern;

/** Untrusted text as it may be shown: nothing in it that a terminal obeys or that a reader does not see. */
public final class CleanText {
    /** Control sequences and strings of ECMA-48 in their 7-bit and 8-bit forms, whole or cut off. */
    private static final Pattern ESCAPES =
            Pattern.compile("(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?"
                    + "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c\\n]*(?:\\x07|\\x1b\\\\|\\x9c)?"
                    + "|\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?");

    private CleanText() {}

    /**
     * The text without escape sequences, control characters (tab and line feed stay) and hidden characters; CR LF and a
     * lone CR become a line feed.
     */
    public static String strip(String text) {
        if (clean(text)) {
            return text;
        }
        var plain = ESCAPES.matcher(text).replaceAll("").replace("\r\n", "\n").replace('\r', '\n');
        var shown = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            boolean mark = i == 0 && c == 0xfeff;
            if (!control(c) && !mark && !HiddenCharacter.hidden(plain, i, c)) {
                shown.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        // what stood on both sides of a removed character may be hidden now that it is gone
        var result = shown.toString();
        return result.length() == text.length() ? result : strip(result);
    }

    /** The stripped text on one line. */
    public static String line(String text) {
        return strip(text).replace('\n', ' ').replace('\t', ' ');
    }

    private static boolean clean(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (control(c) || c == 0xfeff || HiddenCharacter.hidden(text, i, c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean control(int c) {
        return c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c <= 0x9f || c >= 0xd800 && c <= 0xdfff;
    }
}
