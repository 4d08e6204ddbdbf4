package dev.polar.trust.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A character that a reader does not see but a program or a model reads: Unicode tags, bidirectional controls, zero
 * width and other default-ignorable characters (Unicode, DerivedCoreProperties). Allowed are a byte order mark at the
 * start, the variation selectors 15 and 16 and the joiner inside an emoji, and the two joiners inside a word of a script
 * that is written with them.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record HiddenCharacter(int codePoint, int line, int column) {
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.MONGOLIAN);

    /** The first one of a text. */
    public static Optional<HiddenCharacter> first(String text) {
        var found = in(text, 1);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** The first ones of a text, at most so many. */
    public static List<HiddenCharacter> in(String text, int atMost) {
        var found = new ArrayList<HiddenCharacter>();
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length() && found.size() < atMost; ) {
            int c = text.codePointAt(i);
            if (hidden(text, i, c)) {
                found.add(new HiddenCharacter(c, line, column));
            }
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
            i += Character.charCount(c);
        }
        return List.copyOf(found);
    }

    /** Whether the code point at this index of the text is hidden. */
    static boolean hidden(String text, int index, int c) {
        if (c < 0xad || !suspect(c)) {
            return false;
        }
        int before = index == 0 ? -1 : text.codePointBefore(index);
        int after = index + Character.charCount(c);
        int next = after < text.length() ? text.codePointAt(after) : -1;
        return switch (c) {
            case 0xfeff -> index != 0;
            case 0xfe0e, 0xfe0f -> before < 0 || !Character.isEmoji(before);
            case 0x200d -> !(joinsEmoji(before, next) || joinsWord(before, next));
            case 0x200c -> !joinsWord(before, next);
            default -> true;
        };
    }

    private static boolean joinsEmoji(int before, int next) {
        boolean emojiBefore = before == 0xfe0f || before > 0x7f && Character.isEmoji(before);
        return emojiBefore && next > 0x7f && Character.isEmoji(next);
    }

    private static boolean joinsWord(int before, int next) {
        return before > 0
                && next > 0
                && (Character.isLetter(before) || mark(before))
                && Character.isLetter(next)
                && JOINING.contains(UnicodeScript.of(before))
                && UnicodeScript.of(before) == UnicodeScript.of(next);
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether it is hidden unless what stands around it makes it seen. */
    static boolean suspect(int c) {
        return c == 0xad // soft hyphen
                || c == 0x34f // grapheme joiner
                || c == 0x61c // Arabic letter mark
                || c == 0x115f // Hangul fillers
                || c == 0x1160
                || c == 0x3164
                || c == 0xffa0
                || c == 0x17b4 // Khmer inherent vowels
                || c == 0x17b5
                || c >= 0x180b && c <= 0x180f // Mongolian selectors
                || c >= 0x200b && c <= 0x200f // zero width, directional marks
                || c >= 0x202a && c <= 0x202e // bidirectional embeddings and overrides
                || c >= 0x2060 && c <= 0x206f // word joiner, invisible operators, isolates, deprecated
                || c >= 0xfe00 && c <= 0xfe0f // variation selectors
                || c == 0xfeff // byte order mark
                || c >= 0xfff9 && c <= 0xfffb // interlinear annotation
                || c >= 0x1bca0 && c <= 0x1bca3 // shorthand format controls
                || c >= 0x1d173 && c <= 0x1d17a // musical format controls
                || c >= 0xe0000 && c <= 0xe0fff; // tags, variation selectors supplement
    }

    /** {@code U+202E RIGHT-TO-LEFT OVERRIDE}. */
    @Override
    public String toString() {
        var name = Character.getName(codePoint);
        return String.format("U+%04X", codePoint) + (name == null ? "" : " " + name);
    }
}
