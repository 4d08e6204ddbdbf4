package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.key.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TileEdgeTest {
    private static final int MOST = 66_000;

    /** As a table keeps them: full ones as they come, partial ones from the roots of those below. */
    private final Map<String, TileEdge.FullTile> kept = new HashMap<>();

    private final ArrayList<Digest> leaves = new ArrayList<>();

    @Test
    void tiles_lead_to_the_root_at_every_size_and_each_is_given_once() {
        var edge = new TileEdge();
        var range = new CompactRange(0);
        for (int size = 1; size <= MOST; size++) {
            grow(edge, range, size);
            if (size % 251 == 0 || size % 256 < 2 || size > MOST - 3) {
                assertEquals(range.root(), tree(size).root());
            }
        }
        assertEquals(MOST / 256 + 1, kept.size());
        assertTrue(tree(70).inclusion(69).proves(leaves.get(69), tree(70).root()), "an older size is there too");
        assertTrue(tree(MOST).consistency(70).proves(tree(70).root(), range.root()));
        assertTrue(tree(MOST).inclusion(65_535).proves(leaves.get(65_535), range.root()));
    }

    @Property(tries = 20)
    void an_edge_that_was_read_back_or_copied_goes_on_as_the_same(
            @ForAll @IntRange(max = 1_000) int first, @ForAll @IntRange(min = 1, max = 600) int more) {
        kept.clear();
        leaves.clear();
        var edge = new TileEdge();
        var range = new CompactRange(0);
        for (int size = 1; size <= first; size++) {
            grow(edge, range, size);
        }
        var read = TileEdge.read(first, this::hashes);
        var givenUp = read.copy();
        for (int i = 0; i < more; i++) {
            givenUp.append(Digest.of(new byte[] {9}));
        }
        for (int size = first + 1; size <= first + more; size++) {
            grow(read, range, size);
        }
        assertEquals(first + more, read.size());
        assertEquals(range.root(), tree(first + more).root());
    }

    private void grow(TileEdge edge, CompactRange range, int size) {
        var leaf = Digest.of(ByteBuffer.allocate(4).putInt(size).array());
        leaves.add(leaf);
        range.append(leaf);
        edge.append(leaf)
                .forEach(full -> assertEquals(null, kept.put(full.tile().path(), full)));
    }

    private MerkleTree tree(int size) {
        return new MerkleTree(size, new TiledHashes(size, this::hashes));
    }

    private byte[] hashes(Tile tile) {
        var full = kept.get(new Tile(tile.level(), tile.index(), Tile.FULL).path());
        if (full != null) {
            return Arrays.copyOf(full.hashes(), 32 * tile.width());
        }
        var bytes = ByteBuffer.allocate(32 * tile.width());
        for (long i = tile.index() * Tile.FULL; bytes.hasRemaining(); i++) {
            bytes.put((tile.level() == 0
                            ? leaves.get((int) i)
                            : kept.get(new Tile(tile.level() - 1, i, Tile.FULL).path())
                                    .root())
                    .bytes());
        }
        return bytes.array();
    }
}
