package dev.polar.trust.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A piece of a tree as C2SP tlog-tiles cuts it ({@code c2sp.org/tlog-tiles}): up to 256 neighbouring hashes of the tree's
 * level {@code 8 * level}. A full one never changes; of a partial one the log's size says how wide it is.
 *
 * @param level 0 to 7: 0 holds leaf hashes, each hash of the next is the root over one full tile of this
 * @param index counts the tiles of a level from 0
 * @param width how many hashes, 1 to 256
 */
public record Tile(int level, long index, int width) {
    /** The hashes of a full tile. */
    public static final int FULL = 256;

    private static final int DEEPEST = 7;
    private static final long FURTHEST = Long.MAX_VALUE / FULL;
    private static final Pattern PATH =
            Pattern.compile("tile/([0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        if (level < 0 || level > DEEPEST || index < 0 || index > FURTHEST || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    /** The tile of that place in a log of that size; empty if it has none there. */
    public static Optional<Tile> of(int level, long index, long size) {
        long hashes = (size >> 8 * level) - index * FULL;
        return hashes <= 0 ? Optional.empty() : Optional.of(new Tile(level, index, (int) Math.min(hashes, FULL)));
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** Its path, {@code tile/0/x001/067} or {@code tile/0/x001/067.p/112}. */
    public String path() {
        var number = new StringBuilder("%03d".formatted(index % 1_000));
        for (long rest = index / 1_000; rest > 0; rest /= 1_000) {
            number.insert(0, "x%03d/".formatted(rest % 1_000));
        }
        return "tile/" + level + "/" + number + (isFull() ? "" : ".p/" + width);
    }

    /** The tile of that path; empty if it is not exactly one that {@link #path} gives. */
    public static Optional<Tile> parse(String path) {
        var parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        long index = Long.parseLong(parts.group(2).replace("x", "").replace("/", ""));
        if (width > FULL || index > FURTHEST) {
            return Optional.empty();
        }
        return Optional.of(new Tile(Integer.parseInt(parts.group(1)), index, width))
                .filter(tile -> tile.path().equals(path));
    }
}
