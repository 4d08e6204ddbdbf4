package dev.polar.trust.container;

/** The end-of-central-directory record: APPNOTE.TXT section 4.3.16. */
record EndRecord(int at, int count, int directoryOffset) {
    static final int LENGTH = 22;
    static final long SIGNATURE = 0x06054B50L;
    private static final int MAX_COMMENT = 0xFFFF;

    static EndRecord of(Bytes in, Profile profile) {
        int at = find(in, profile);
        if (in.u16(at + 4) != 0 || in.u16(at + 6) != 0) {
            throw Rule.DISK_NUMBERS.broken("");
        }
        int count = in.u16(at + 10);
        long size = in.u32(at + 12);
        long offset = in.u32(at + 16);
        if (count == 0xFFFF || size == 0xFFFFFFFFL || offset == 0xFFFFFFFFL) {
            throw Rule.ZIP64.broken("");
        }
        if (in.u16(at + 8) != count) {
            throw Rule.ENTRY_COUNT.broken(in.u16(at + 8) + " and " + count);
        }
        if (count > profile.maxEntries()) {
            throw Rule.ENTRY_LIMIT.broken(count + ", at most " + profile.maxEntries());
        }
        if (offset + size != at) {
            throw Rule.CENTRAL_DIRECTORY.broken(offset + " + " + size + " is not " + at);
        }
        return new EndRecord(at, count, (int) offset);
    }

    /** The last signature in the file is the only candidate, so a comment cannot hold a second record. */
    private static int find(Bytes in, Profile profile) {
        int last = in.file().length - LENGTH;
        int first = profile.isJar() ? Math.max(0, last - MAX_COMMENT) : last;
        for (int at = last; at >= Math.max(0, first); at--) {
            if (in.u32(at) == SIGNATURE) {
                if (at + LENGTH + in.u16(at + 20) != in.file().length) {
                    break;
                }
                return at;
            }
        }
        throw Rule.END_RECORD.broken("");
    }
}
