package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.Arrays;
import java.util.HexFormat;

/** The two hashes of RFC 6962 section 2.1; the first byte keeps a leaf from ever looking like a node. */
final class LeafHash {
    private LeafHash() {}

    static Digest of(byte[] record) {
        var sha = Digest.sha256();
        sha.update((byte) 0);
        return new Digest(HexFormat.of().formatHex(sha.digest(record)));
    }

    static Digest node(Digest left, Digest right) {
        return new Digest(HexFormat.of().formatHex(node(left.bytes(), right.bytes())));
    }

    static byte[] node(byte[] left, byte[] right) {
        var sha = Digest.sha256();
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }

    /** The root over so many neighbours, a power of two, of hashes that stand one after the other. */
    static byte[] subtree(byte[] hashes, int first, int count) {
        return count == 1
                ? Arrays.copyOfRange(hashes, 32 * first, 32 * first + 32)
                : node(subtree(hashes, first, count / 2), subtree(hashes, first + count / 2, count / 2));
    }
}
