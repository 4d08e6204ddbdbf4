package dev.polar.host.audit;

import java.security.SecureRandom;
import java.util.HexFormat;

/** One wish to act, from asking to outcome. */
public record IntentId(String value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** An id nobody has used: 128 random bits. */
    public static IntentId fresh() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return new IntentId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
