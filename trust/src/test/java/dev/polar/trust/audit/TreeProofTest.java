package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.key.Digest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeProofTest {
    private static final int MOST = 600;
    private static final List<Digest> LEAVES = leaves();
    private static final Map<List<Integer>, Digest> ROOTS = new ConcurrentHashMap<>();

    @Property(tries = 100)
    void every_leaf_is_proven_at_its_place_and_at_no_other(
            @ForAll @IntRange(min = 1, max = MOST) int size, @ForAll @IntRange(max = MOST - 1) int any) {
        int index = any % size;
        var root = root(0, size);
        var proof = tree(size).inclusion(index);
        assertTrue(proof.proves(LEAVES.get(index), root));
        assertFalse(proof.proves(LEAVES.get((index + 1) % MOST), root));
        assertFalse(proof.proves(LEAVES.get(index), root(0, size + 1)));
        assertFalse(new InclusionProof(index + 1, size, proof.hashes()).proves(LEAVES.get(index), root));
        assertFalse(new InclusionProof(index, size, more(proof.hashes())).proves(LEAVES.get(index), root));
    }

    @Property(tries = 100)
    void growth_is_proven_and_nothing_else(
            @ForAll @IntRange(max = MOST) int one, @ForAll @IntRange(max = MOST) int other) {
        int from = Math.min(one, other);
        int to = Math.max(one, other);
        var proof = tree(to).consistency(from);
        assertTrue(proof.proves(root(0, from), root(0, to)));
        assertFalse(proof.proves(root(0, from + 1), root(0, to)));
        assertFalse(new ConsistencyProof(from, to, more(proof.hashes())).proves(root(0, from), root(0, to)));
        assertFalse(new ConsistencyProof(to + 1, to, proof.hashes()).proves(root(0, from), root(0, to)));
        if (from > 0) {
            assertFalse(proof.proves(root(0, from), root(0, to + 1)));
        }
    }

    @Property(tries = 60)
    void what_lies_beside_an_export_is_read_from_the_tree(
            @ForAll @IntRange(max = MOST) int one, @ForAll @IntRange(max = MOST) int other) {
        int from = Math.min(one, other);
        int to = Math.max(one, other);
        var appended = new CompactRange(from);
        LEAVES.subList(from, to).forEach(appended::append);
        assertEquals(appended.hashes(), tree(to).range(from, to).hashes());
    }

    @Test
    void the_root_is_that_of_rfc_6962() {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                tree(0).root().hex());
        for (int size = 1; size <= MOST; size++) {
            assertEquals(root(0, size), tree(size).root());
        }
    }

    @Test
    void only_what_is_there_can_be_asked_for() {
        assertThrows(IllegalArgumentException.class, () -> tree(5).inclusion(5));
        assertThrows(IllegalArgumentException.class, () -> tree(5).consistency(6));
        assertThrows(IllegalArgumentException.class, () -> tree(5).range(3, 6));
        assertThrows(IllegalArgumentException.class, () -> tiled(5).hash(0, 5));
        assertThrows(IllegalArgumentException.class, () -> tiled(7).hash(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new TiledHashes(5, tile -> new byte[32]).hash(0, 1));
    }

    @Test
    void a_proof_from_size_nought_is_empty_and_proves_no_made_up_root() {
        assertTrue(new ConsistencyProof(0, 3, List.of()).proves(MerkleTree.EMPTY, root(0, 3)));
        assertFalse(new ConsistencyProof(0, 3, List.of()).proves(LEAVES.getFirst(), root(0, 3)));
        assertFalse(new ConsistencyProof(0, 0, List.of()).proves(MerkleTree.EMPTY, root(0, 3)));
        assertFalse(new ConsistencyProof(2, 3, List.of()).proves(root(0, 2), root(0, 3)));
        assertFalse(new InclusionProof(-1, 3, List.of()).proves(LEAVES.getFirst(), root(0, 3)));
    }

    private static MerkleTree tree(int size) {
        return new MerkleTree(size, tiled(size));
    }

    /** Tiles as a log of that size has them, made from the leaves. */
    private static TiledHashes tiled(int size) {
        return new TiledHashes(size, tile -> {
            var bytes = new ByteArrayOutputStream();
            int leaves = 1 << 8 * tile.level();
            int first = (int) tile.index() * Tile.FULL;
            for (int i = first; i < first + tile.width(); i++) {
                bytes.writeBytes(root(i * leaves, (i + 1) * leaves).bytes());
            }
            return bytes.toByteArray();
        });
    }

    private static Digest root(int begin, int end) {
        var known = ROOTS.get(List.of(begin, end));
        if (known == null) {
            known = mth(begin, end);
            ROOTS.put(List.of(begin, end), known);
        }
        return known;
    }

    /** MTH(D[begin:end]), word for word. */
    private static Digest mth(int begin, int end) {
        int leaves = end - begin;
        if (leaves == 0) {
            return Digest.of(new byte[0]);
        }
        if (leaves == 1) {
            return LEAVES.get(begin);
        }
        int k = 1;
        while (2 * k < leaves) {
            k *= 2;
        }
        var bytes = new ByteArrayOutputStream();
        bytes.write(1);
        bytes.writeBytes(root(begin, begin + k).bytes());
        bytes.writeBytes(root(begin + k, end).bytes());
        return Digest.of(bytes.toByteArray());
    }

    private static List<Digest> more(List<Digest> hashes) {
        var more = new ArrayList<>(hashes);
        more.add(LEAVES.getFirst());
        return more;
    }

    private static List<Digest> leaves() {
        var leaves = new ArrayList<Digest>();
        for (int i = 0; i <= MOST; i++) {
            leaves.add(LeafHash.of(new byte[] {(byte) i, (byte) (i >> 8)}));
        }
        return List.copyOf(leaves);
    }
}
