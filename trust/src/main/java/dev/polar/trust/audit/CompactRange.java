package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The leaves [begin, end) of an RFC 6962 tree, kept as the largest complete subtrees that cover them: at most
 * 2 log2(end) hashes, however many leaves. Appending is amortised constant. Two ranges that meet can be joined; the one
 * that begins at 0 has a root.
 */
public final class CompactRange {
    private final long begin;
    private long end;
    private final List<Subtree> subtrees = new ArrayList<>();

    /** A complete subtree: the leaves [index * 2^level, (index + 1) * 2^level). */
    private record Subtree(int level, long index, byte[] hash) {
        boolean isLeftOf(Subtree other) {
            return level == other.level && index % 2 == 0 && index + 1 == other.index;
        }

        Subtree joined(Subtree right) {
            return new Subtree(level + 1, index / 2, LeafHash.node(hash, right.hash));
        }
    }

    /** An empty range; the next leaf will have index {@code begin}. */
    public CompactRange(long begin) {
        if (begin < 0) {
            throw new IllegalArgumentException("no leaf has index " + begin);
        }
        this.begin = begin;
        this.end = begin;
    }

    /**
     * The range [begin, end) whose subtrees, from left to right, have these hashes.
     *
     * @throws IllegalArgumentException if that range does not have that many
     */
    public static CompactRange of(long begin, long end, List<Digest> hashes) {
        var range = new CompactRange(begin);
        for (var hash : hashes) {
            if (range.end >= end) {
                throw new IllegalArgumentException("too many hashes for the range " + begin + " to " + end);
            }
            int level = largestAt(range.end, end);
            range.subtrees.add(new Subtree(level, range.end >> level, hash.bytes()));
            range.end += 1L << level;
        }
        if (range.end != end) {
            throw new IllegalArgumentException("too few hashes for the range " + begin + " to " + end);
        }
        return range;
    }

    /** The range [begin, end) of a tree whose hashes can be read. */
    static CompactRange read(long begin, long end, HashReader hashes) {
        var read = new ArrayList<Digest>();
        for (long at = begin; at < end; ) {
            int level = largestAt(at, end);
            read.add(hashes.hash(level, at >> level));
            at += 1L << level;
        }
        return of(begin, end, read);
    }

    /** The level of the largest complete subtree that starts at this leaf and ends at or before {@code end}. */
    private static int largestAt(long start, long end) {
        int aligned = start == 0 ? 62 : Long.numberOfTrailingZeros(start);
        int fitting = 63 - Long.numberOfLeadingZeros(end - start);
        return Math.min(aligned, fitting);
    }

    /** Appends the leaf with this leaf hash. */
    public void append(Digest leaf) {
        add(new Subtree(0, end, leaf.bytes()));
    }

    /** Appends a range that begins where this one ends. */
    public void append(CompactRange right) {
        if (right.begin != end) {
            throw new IllegalArgumentException("a range from " + right.begin + " does not follow one to " + end);
        }
        right.subtrees.forEach(this::add);
    }

    private void add(Subtree subtree) {
        end += 1L << subtree.level();
        var last = subtree;
        while (!subtrees.isEmpty() && subtrees.getLast().isLeftOf(last)) {
            last = subtrees.removeLast().joined(last);
        }
        subtrees.add(last);
    }

    /**
     * The Merkle tree hash, RFC 6962 section 2.1; of no leaves, SHA-256 of nothing.
     *
     * @throws IllegalStateException if the range does not begin at 0
     */
    public Digest root() {
        if (begin != 0) {
            throw new IllegalStateException("a range from " + begin + " has no root");
        }
        if (subtrees.isEmpty()) {
            return Digest.of(new byte[0]);
        }
        var hash = subtrees.getLast().hash();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            hash = LeafHash.node(subtrees.get(i).hash(), hash);
        }
        return new Digest(HexFormat.of().formatHex(hash));
    }

    /** The subtrees' hashes from left to right. */
    public List<Digest> hashes() {
        return subtrees.stream()
                .map(subtree -> new Digest(HexFormat.of().formatHex(subtree.hash())))
                .toList();
    }

    /** The first leaf's index. */
    public long begin() {
        return begin;
    }

    /** One more than the last leaf's index. */
    public long end() {
        return end;
    }

    /** The same range, to be continued apart from this one. */
    public CompactRange copy() {
        var copy = new CompactRange(begin);
        copy.end = end;
        copy.subtrees.addAll(subtrees);
        return copy;
    }
}
