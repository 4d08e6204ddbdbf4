package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.util.ArrayList;

/**
 * The RFC 6962 tree over the first {@code size} leaves of a log: its root and what proves things about it. Whatever is
 * asked costs a number of reads that grows with log2(size), or less: only complete subtrees are read, and each once.
 *
 * @param size how many leaves
 * @param hashes at least those of the complete subtrees of that tree
 */
public record MerkleTree(long size, HashReader hashes) {
    /** The root of no leaves: SHA-256 of nothing. */
    public static final Digest EMPTY = Digest.of(new byte[0]);

    public MerkleTree {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no size " + size);
        }
    }

    /** The Merkle tree hash, RFC 6962 section 2.1. */
    public Digest root() {
        return size == 0 ? EMPTY : root(0, size);
    }

    /**
     * That the leaf with this index is in the tree: PATH(m, D[n]), RFC 6962 section 2.1.1, RFC 9162 section 2.1.3.1.
     *
     * @throws IllegalArgumentException if the tree has no such leaf
     */
    public InclusionProof inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaf " + index);
        }
        var path = new ArrayList<Digest>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + half(end - begin);
            if (index < middle) {
                path.add(root(middle, end));
                end = middle;
            } else {
                path.add(root(begin, middle));
                begin = middle;
            }
        }
        return new InclusionProof(index, size, path.reversed());
    }

    /**
     * That the tree of the first {@code from} leaves only grew to be this one: PROOF(m, D[n]), RFC 6962 section 2.1.2, RFC
     * 9162 section 2.1.4.1. Empty where nothing needs a proof: {@code from} is 0 or this tree's size.
     *
     * @throws IllegalArgumentException if the tree is smaller
     */
    public ConsistencyProof consistency(long from) {
        if (from < 0 || from > size) {
            throw new IllegalArgumentException("a tree of " + size + " never had " + from + " leaves");
        }
        var path = new ArrayList<Digest>();
        long begin = 0;
        long end = size;
        while (from > 0 && end > from) {
            long middle = begin + half(end - begin);
            if (from <= middle) {
                path.add(root(middle, end));
                end = middle;
            } else {
                path.add(root(begin, middle));
                begin = middle;
            }
        }
        if (begin > 0) {
            path.add(root(begin, end));
        }
        return new ConsistencyProof(from, size, path.reversed());
    }

    /**
     * The leaves [begin, end) as the complete subtrees that cover them, as an export carries what lies beside it.
     *
     * @throws IllegalArgumentException if they are not all in the tree
     */
    public CompactRange range(long begin, long end) {
        if (begin < 0 || begin > end || end > size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaves " + begin + " to " + end);
        }
        return CompactRange.read(begin, end, hashes);
    }

    /** The root over [begin, end), of which {@code begin} is where a subtree of that size begins. */
    private Digest root(long begin, long end) {
        long leaves = end - begin;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return hashes.hash(level, begin >> level);
        }
        long middle = begin + half(leaves);
        return LeafHash.node(root(begin, middle), root(middle, end));
    }

    /** The largest power of two below the number, which is at least 2: where RFC 6962 divides so many leaves. */
    private static long half(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
