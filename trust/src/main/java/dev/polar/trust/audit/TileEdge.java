package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The right edge of a growing tree: of each level the tile that is not full yet. A leaf that fills one gives it away and
 * puts its root into the one above, so that each tile is written once, when it will never change again.
 */
public final class TileEdge {
    private static final int HASH = 32;

    private long size;
    private final List<byte[]> open;

    /**
     * A tile that has become full.
     *
     * @param hashes its 256 hashes; not to be changed
     * @param root over them: a hash of the tile above
     */
    public record FullTile(Tile tile, byte[] hashes, Digest root) {}

    /** The edge of an empty log. */
    public TileEdge() {
        this(0, new ArrayList<>());
    }

    private TileEdge(long size, List<byte[]> open) {
        this.size = size;
        this.open = open;
    }

    /**
     * The edge of a log of that size.
     *
     * @param source gives partial tiles
     */
    public static TileEdge read(long size, TiledHashes.Source source) {
        var edge = new TileEdge(size, new ArrayList<>());
        for (int level = 0; size >> 8 * level > 0; level++) {
            int width = (int) ((size >> 8 * level) % Tile.FULL);
            var bytes = new byte[HASH * Tile.FULL];
            if (width > 0) {
                var tile = new Tile(level, size >> 8 * (level + 1), width);
                System.arraycopy(source.hashes(tile), 0, bytes, 0, HASH * width);
            }
            edge.open.add(bytes);
        }
        return edge;
    }

    /** Appends the leaf with this leaf hash, and gives the tiles that it made full, the lowest first. */
    public List<FullTile> append(Digest leaf) {
        var full = new ArrayList<FullTile>();
        var hash = leaf;
        size++;
        for (int level = 0; ; level++) {
            if (level == open.size()) {
                open.add(new byte[HASH * Tile.FULL]);
            }
            var hashes = open.get(level);
            long count = size >> 8 * level;
            int at = (int) ((count - 1) % Tile.FULL);
            System.arraycopy(hash.bytes(), 0, hashes, HASH * at, HASH);
            if (at < Tile.FULL - 1) {
                return full;
            }
            hash = new Digest(HexFormat.of().formatHex(LeafHash.subtree(hashes, 0, Tile.FULL)));
            full.add(new FullTile(new Tile(level, count / Tile.FULL - 1, Tile.FULL), hashes, hash));
            open.set(level, new byte[HASH * Tile.FULL]);
        }
    }

    public long size() {
        return size;
    }

    /**
     * The same edge, to be continued instead of this one; or given up, then this one continues. They share what they
     * have: each writes only behind it, so not both may go on.
     */
    public TileEdge copy() {
        return new TileEdge(size, new ArrayList<>(open));
    }
}
