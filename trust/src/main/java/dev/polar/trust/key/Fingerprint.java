package dev.polar.trust.key;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The first 16 hex digits of a key id, which an operator compares with what the publisher told them elsewhere.
 *
 * @param hex 16 lower-case hex digits
 */
public record Fingerprint(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}");

    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a fingerprint has 16 hex digits, not '" + hex + "'");
        }
    }

    /**
     * Reads what a person typed: spaces and letter case do not matter.
     *
     * @throws IllegalArgumentException if 16 hex digits do not remain
     */
    public static Fingerprint parse(String typed) {
        return new Fingerprint(typed.replace(" ", "").toLowerCase(Locale.ROOT));
    }

    /** In groups of four: {@code 4b1f 09c2 77aa 01fe}. */
    @Override
    public String toString() {
        return String.join(" ", hex.substring(0, 4), hex.substring(4, 8), hex.substring(8, 12), hex.substring(12));
    }
}
