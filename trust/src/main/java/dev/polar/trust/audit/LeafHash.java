package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.HexFormat;

/** The two hashes of RFC 6962 section 2.1; the first byte keeps a leaf from ever looking like a node. */
final class LeafHash {
    private LeafHash() {}

    static Digest of(byte[] record) {
        var sha = Digest.sha256();
        sha.update((byte) 0);
        return new Digest(HexFormat.of().formatHex(sha.digest(record)));
    }

    static byte[] node(byte[] left, byte[] right) {
        var sha = Digest.sha256();
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }
}
