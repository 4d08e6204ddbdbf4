package dev.polar.host.audit;

import java.security.SecureRandom;
import java.util.HexFormat;

/** One wish to act, from asking to outcome. */
public record IntentId(String value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * An id nobody has used: the time in milliseconds, 48 bits, then 80 random ones. Those of one time stand together in
     * the log's index, so that a log of any size is written at one end of it.
     */
    public static IntentId fresh() {
        var bytes = new byte[10];
        RANDOM.nextBytes(bytes);
        var hex = HexFormat.of();
        return new IntentId(hex.toHexDigits(System.currentTimeMillis(), 12) + hex.formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
