package dev.polar.host.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A regular expression in the syntax of RE2, which the CEL specification asks for: matching takes time in proportion to the
 * text, with no way to write one that explodes.
 */
record LinearPattern(Pattern compiled) {
    private static final int LONGEST = 500;
    private static final int MOST_REPEATED = 1_000;
    private static final int MOST_INSTRUCTIONS = 2_000;

    /** How many characters, for each instruction, count as one step of a condition. */
    private static final int PER_STEP = 16;

    /** Patterns stand in rules, so there are as many as somebody wrote. */
    private static final Map<String, LinearPattern> KNOWN = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if it is no pattern, or a large one */
    static LinearPattern of(String text) {
        return KNOWN.computeIfAbsent(text, LinearPattern::compile);
    }

    boolean finds(String text) {
        Budget.charge(1 + (long) text.length() * compiled.programSize() / PER_STEP);
        return compiled.matcher(text).find();
    }

    private static LinearPattern compile(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern is longer than " + LONGEST + " characters");
        }
        requireFewRepetitions(text);
        try {
            var compiled = Pattern.compile(text);
            if (compiled.programSize() > MOST_INSTRUCTIONS) {
                throw tooLarge();
            }
            return new LinearPattern(compiled);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'matches' has a pattern that is not RE2: " + e.getMessage(), e);
        }
    }

    /** What is repeated a thousand times is written out a thousand times, and that again if repeated again. */
    private static void requireFewRepetitions(String text) {
        long repeated = 1;
        for (int brace = text.indexOf('{'); brace >= 0; brace = text.indexOf('{', brace + 1)) {
            int most = 0;
            int number = 0;
            for (int i = brace + 1; i < text.length() && text.charAt(i) != '}'; i++) {
                int digit = Character.digit(text.charAt(i), 10);
                number = digit < 0 ? 0 : Math.min(number * 10 + digit, 100_000);
                most = Math.max(most, number);
            }
            repeated *= Math.max(1, most);
            if (repeated > MOST_REPEATED) {
                throw tooLarge();
            }
        }
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("a pattern repeats more than " + MOST_REPEATED + " times");
    }
}
