package dev.polar.host.channel;

/**
 * Text of others as a person is asked to judge it: whatever cannot be seen, or changes how its neighbours are seen, stands
 * there as {@code \}{@code uXXXX}. Of canonical JSON (RFC 8785) the result is still the same JSON.
 */
final class Escaped {
    private Escaped() {}

    static String text(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                for (var unit : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> !isInvisible(c);
        };
    }

    /** Letters, marks and symbols that leave no ink: the rest of Default_Ignorable_Code_Point (UAX #44), and blank Braille. */
    private static boolean isInvisible(int c) {
        return switch (c) {
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default -> in(c, 0x180b, 0x180f) || in(c, 0xfe00, 0xfe0f) || in(c, 0xe0000, 0xe0fff);
        };
    }

    private static boolean in(int c, int first, int last) {
        return first <= c && c <= last;
    }
}
