package dev.polar.trust.key;

/**
 * The name of a public key: SHA-256 of its 32 raw bytes.
 *
 * @param hex 64 lower-case hex digits
 */
public record KeyId(String hex) implements Comparable<KeyId> {
    public KeyId {
        if (!Digest.isHex(hex)) {
            throw new IllegalArgumentException("a key id has 64 lower-case hex digits, not '" + hex + "'");
        }
    }

    /** What people compare. */
    public Fingerprint fingerprint() {
        return new Fingerprint(hex.substring(0, 16));
    }

    @Override
    public int compareTo(KeyId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
