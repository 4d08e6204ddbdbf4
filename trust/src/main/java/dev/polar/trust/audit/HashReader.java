package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;

/** Where the hashes of a tree are: {@link TiledHashes} over tiles, or a list of leaf hashes in a test. */
@FunctionalInterface
public interface HashReader {
    /**
     * The root of one complete subtree, the leaves [index * 2^level, (index + 1) * 2^level); on level 0 a leaf hash.
     *
     * @throws IllegalArgumentException if that subtree is not there, or not whole
     */
    Digest hash(int level, long index);
}
