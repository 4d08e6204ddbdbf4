package dev.polar.trust.key;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Arrays;
import java.util.Locale;

/**
 * A private key on paper: the 32 bytes of its seed and the first 3 of their SHA-256, in base32 (RFC 4648 section 6, lower
 * case), 14 groups of four. One mistyped letter is noticed; spaces, hyphens and case do not matter.
 */
public final class RecoveryKey {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int SEED = 32;
    private static final int CHECK = 3;

    private RecoveryKey() {}

    /** What to write down. */
    public static String write(SigningKey key) {
        var bytes = Arrays.copyOf(key.seed(), SEED + CHECK);
        System.arraycopy(check(key.seed()), 0, bytes, SEED, CHECK);
        var text = new StringBuilder();
        for (int bit = 0; bit < bytes.length * 8; bit += 5) {
            if (bit > 0 && bit % 20 == 0) {
                text.append(' ');
            }
            text.append(ALPHABET.charAt(fiveBits(bytes, bit)));
        }
        return text.toString();
    }

    /**
     * The key that was written down.
     *
     * @throws Refusal {@code KEY_INVALID} if it was not typed as it was written
     */
    public static SigningKey read(String text) {
        var letters = text.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
        var bytes = new byte[SEED + CHECK];
        boolean fits = letters.length() * 5 == bytes.length * 8;
        for (int i = 0; fits && i < letters.length(); i++) {
            int value = ALPHABET.indexOf(letters.charAt(i));
            fits = value >= 0;
            for (int bit = 0; fits && bit < 5; bit++) {
                int place = i * 5 + bit;
                bytes[place / 8] |= (byte) ((value >> (4 - bit) & 1) << (7 - place % 8));
            }
        }
        var seed = Arrays.copyOf(bytes, SEED);
        if (!fits || !Arrays.equals(check(seed), Arrays.copyOfRange(bytes, SEED, SEED + CHECK))) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "that is not a recovery key as it was written down",
                    "14 groups of four letters a to z and digits 2 to 7; compare each with the paper");
        }
        return SigningKey.ofSeed(seed);
    }

    private static int fiveBits(byte[] bytes, int from) {
        int value = 0;
        for (int bit = from; bit < from + 5; bit++) {
            value = value << 1 | bytes[bit / 8] >> (7 - bit % 8) & 1;
        }
        return value;
    }

    private static byte[] check(byte[] seed) {
        return Arrays.copyOf(Digest.of(seed).bytes(), CHECK);
    }
}
