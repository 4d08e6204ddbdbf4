package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.List;

/**
 * That a tree only grew, RFC 9162 section 2.1.4.
 *
 * @param from the size it had
 * @param to the size it has
 * @param hashes the nodes that lead to both roots; none where nothing needs a proof, from 0 or from {@code to}
 */
public record ConsistencyProof(long from, long to, List<Digest> hashes) {
    public ConsistencyProof {
        hashes = List.copyOf(hashes);
    }

    /**
     * Whether the tree with the root {@code newer} begins with all leaves of the one with the root {@code older}, RFC 9162
     * section 2.1.4.2. Every tree begins with the empty one; the RFC leaves that open, C2SP tlog-witness wants it so.
     */
    public boolean proves(Digest older, Digest newer) {
        if (from < 0 || from > to) {
            return false;
        }
        if (from == 0) {
            return hashes.isEmpty() && older.equals(MerkleTree.EMPTY) && (to > 0 || newer.equals(older));
        }
        if (from == to) {
            return hashes.isEmpty() && older.equals(newer);
        }
        return !hashes.isEmpty() && leadsTo(older, newer);
    }

    private boolean leadsTo(Digest older, Digest newer) {
        // Where the older tree is one complete subtree, its root begins the path and is not repeated in the proof.
        boolean whole = Long.bitCount(from) == 1;
        var before = whole ? older : hashes.getFirst();
        var after = before;
        int ones = Long.numberOfTrailingZeros(~(from - 1));
        long place = (from - 1) >> ones;
        long last = (to - 1) >> ones;
        for (var sibling : hashes.subList(whole ? 0 : 1, hashes.size())) {
            if (last == 0) {
                return false; // more steps than the tree has levels
            }
            if (place % 2 == 1 || place == last) {
                before = LeafHash.node(sibling, before);
                after = LeafHash.node(sibling, after);
                while (place % 2 == 0 && place != 0) {
                    place /= 2;
                    last /= 2;
                }
            } else {
                after = LeafHash.node(after, sibling);
            }
            place /= 2;
            last /= 2;
        }
        return last == 0 && before.equals(older) && after.equals(newer);
    }
}
