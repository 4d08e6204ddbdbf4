package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.List;

/**
 * That a leaf is in a tree, RFC 9162 section 2.1.3.
 *
 * @param index which leaf
 * @param size of the tree
 * @param hashes the siblings on the way from the leaf to the root, at most log2(size) rounded up
 */
public record InclusionProof(long index, long size, List<Digest> hashes) {
    public InclusionProof {
        hashes = List.copyOf(hashes);
    }

    /**
     * Whether the leaf with this hash stands at the index under that root, RFC 9162 section 2.1.3.2.
     *
     * @param leaf the leaf hash, computed from the record and never taken from whoever gives the proof
     */
    public boolean proves(Digest leaf, Digest root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long place = index;
        long last = size - 1;
        var hash = leaf;
        for (var sibling : hashes) {
            if (last == 0) {
                return false; // more steps than the tree has levels
            }
            if (place % 2 == 1 || place == last) {
                hash = LeafHash.node(sibling, hash);
                // A last subtree without a sibling moves up as it is.
                while (place % 2 == 0 && place != 0) {
                    place /= 2;
                    last /= 2;
                }
            } else {
                hash = LeafHash.node(hash, sibling);
            }
            place /= 2;
            last /= 2;
        }
        return last == 0 && hash.equals(root);
    }
}
