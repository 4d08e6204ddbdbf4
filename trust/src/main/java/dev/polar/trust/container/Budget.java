package dev.polar.trust.container;

/** How large an archive may claim to be. The claims are proven later, entry by entry, and never exceeded. */
final class Budget {
    private static final long MIB = 1 << 20;
    private static final long MAX_COMPRESSED = 128 * MIB;
    private static final long MAX_SIZE = 256 * MIB;
    private static final int MAX_RATIO = 100;

    private long compressed;
    private long size;

    void add(String name, long entryCompressed, long entrySize) {
        if (isBomb(entryCompressed, entrySize)) {
            throw Rule.RATIO.brokenBy(name, entrySize + " bytes from " + entryCompressed);
        }
        compressed += entryCompressed;
        size += entrySize;
        if (compressed > MAX_COMPRESSED) {
            throw Rule.COMPRESSED_LIMIT.brokenBy(name);
        }
        if (size > MAX_SIZE) {
            throw Rule.SIZE_LIMIT.brokenBy(name);
        }
    }

    static boolean isBomb(long compressed, long size) {
        return size > MIB && size > MAX_RATIO * compressed;
    }
}
