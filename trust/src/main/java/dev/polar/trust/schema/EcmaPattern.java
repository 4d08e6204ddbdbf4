package dev.polar.trust.schema;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions as JSON Schema means them (ECMA-262, section 6.4 of the core specification), for Java's engine:
 * {@code $} is the very end of the text, a {@code [} in a class is a plain character, {@code &&} in a class too, and
 * {@code \}{@code u{...}} names a code point.
 */
final class EcmaPattern {
    private static final int LONGEST = 1_000;

    private EcmaPattern() {}

    /**
     * Compiles an expression of at most 1,000 characters.
     *
     * @throws PatternSyntaxException if it is none
     */
    static Pattern compile(String expression) {
        if (expression.length() > LONGEST) {
            throw new PatternSyntaxException("longer than " + LONGEST + " characters", "", -1);
        }
        var java = new StringBuilder(expression.length() + 16);
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                char next = expression.charAt(++i);
                boolean codePoint = next == 'u' && i + 1 < expression.length() && expression.charAt(i + 1) == '{';
                java.append(c).append(codePoint ? 'x' : next);
            } else if (inClass) {
                java.append(c == '[' || c == '&' ? "\\" : "").append(c);
                inClass = c != ']';
            } else {
                java.append(c == '$' ? "\\z" : String.valueOf(c));
                inClass = c == '[';
            }
        }
        return Pattern.compile(java.toString());
    }
}
