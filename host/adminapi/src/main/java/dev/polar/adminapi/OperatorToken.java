package dev.polar.adminapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What an operator shows at the door for operators from afar: 256 random bits, made by the command line, so that the host
 * learns no more than its hash. Its first letters tell it from an agent's token, which is good for the other door alone.
 *
 * @param text {@code polarop_} and 43 characters of base64url
 */
public record OperatorToken(String text) {
    private static final String PREFIX = "polarop_";

    /** A new one. */
    public static OperatorToken fresh() {
        var bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        return new OperatorToken(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Whether a text is one, and so no agent's. */
    public static boolean is(String text) {
        return text.startsWith(PREFIX);
    }

    /** What the host is told: {@code sha256:<hex>}. */
    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "...";
    }
}
