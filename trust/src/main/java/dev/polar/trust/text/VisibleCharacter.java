package dev.polar.trust.text;

/** The one answer to what a person sees of a text: where exactness counts, everything else is written as what it is called. */
public final class VisibleCharacter {
    private static final int BLANK_BRAILLE = 0x2800;

    private VisibleCharacter() {}

    /**
     * Whether that code point leaves ink and changes nothing about its neighbours, or is the ordinary space. Letters, marks,
     * digits, punctuation and symbols do (Unicode, General_Category), but for those that nobody sees
     * (Default_Ignorable_Code_Point, UAX #44); no other space, control, format, private or unassigned one.
     */
    public static boolean is(int c) {
        if (c < 0x80) {
            return c >= 0x20 && c != 0x7f;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> c != BLANK_BRAILLE && !HiddenCharacter.suspect(c);
            default -> false;
        };
    }
}
