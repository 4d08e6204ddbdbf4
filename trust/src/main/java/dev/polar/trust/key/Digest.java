package dev.polar.trust.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of some bytes, written {@code sha256:<hex>}.
 *
 * @param hex 64 lower-case hex digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    static final String PREFIX = "sha256:";

    private static final MessageDigest UNUSED = lookedUp();

    public Digest {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("not the hex form of a SHA-256 digest: '" + hex + "'");
        }
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    /**
     * Reads {@code sha256:<hex>}.
     *
     * @throws IllegalArgumentException for anything else, with the character and what was perhaps meant
     */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX) || !isHex(text.substring(PREFIX.length()))) {
            throw new IllegalArgumentException(DigestFault.in(text));
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** Whether the text is 64 lower-case hex digits. */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return text.length() == 64;
    }

    /** A fresh SHA-256, for what is hashed piece by piece. */
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone(); // looking one up by its name costs more than a short text's hash
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest lookedUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
