package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Reads a tree's hashes out of its tiles, each tile at most once. For one question, then thrown away; not for threads. */
public final class TiledHashes implements HashReader {
    private final long size;
    private final Source source;
    private final Map<Tile, byte[]> read = new HashMap<>();

    /** Where tiles come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The hashes of a tile, 32 bytes each, one after the other.
         *
         * @throws IllegalArgumentException if the tile is not there
         */
        byte[] hashes(Tile tile);
    }

    /** The hashes of a log of that size. */
    public TiledHashes(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    @Override
    public Digest hash(int level, long index) {
        int inside = level % 8;
        long first = index << inside;
        var tile = Tile.of(level / 8, first / Tile.FULL, size)
                .orElseThrow(() -> new IllegalArgumentException("no subtree " + index + " on level " + level));
        int at = (int) (first % Tile.FULL);
        if (at + (1 << inside) > tile.width()) {
            throw new IllegalArgumentException("subtree " + index + " on level " + level + " is not whole");
        }
        var bytes = LeafHash.subtree(read.computeIfAbsent(tile, this::fetched), at, 1 << inside);
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    private byte[] fetched(Tile tile) {
        var bytes = source.hashes(tile);
        if (bytes.length != 32 * tile.width()) {
            throw new IllegalArgumentException(tile.path() + " has " + bytes.length + " bytes");
        }
        return bytes;
    }
}
