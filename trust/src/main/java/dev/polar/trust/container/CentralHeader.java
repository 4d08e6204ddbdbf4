package dev.polar.trust.container;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One file header of the central directory (APPNOTE.TXT section 4.3.12), checked by itself. */
record CentralHeader(
        int at,
        String name,
        int nameEnd,
        int flags,
        int method,
        long crc,
        long compressedSize,
        long size,
        long localOffset) {
    private static final int LENGTH = 46;
    private static final long SIGNATURE = 0x02014B50L;
    private static final int DESCRIPTOR = 1 << 3;
    private static final int UTF8 = 1 << 11;

    static List<CentralHeader> all(Bytes in, EndRecord end, Profile profile) {
        var headers = new ArrayList<CentralHeader>(end.count());
        int at = end.directoryOffset();
        for (int i = 0; i < end.count(); i++) {
            if (at + (long) LENGTH > end.at() || in.u32(at) != SIGNATURE) {
                throw Rule.ENTRY_COUNT.broken("header " + (i + 1) + " of " + end.count() + " is missing");
            }
            long next = at + (long) LENGTH + in.u16(at + 28) + in.u16(at + 30) + in.u16(at + 32);
            if (next > end.at()) {
                throw Rule.CENTRAL_DIRECTORY.broken("header " + (i + 1) + " reaches into the end record");
            }
            headers.add(of(in, at, profile));
            at = (int) next;
        }
        if (at != end.at()) {
            throw Rule.ENTRY_COUNT.broken((end.at() - at) + " bytes behind the last header");
        }
        return headers;
    }

    private static CentralHeader of(Bytes in, int at, Profile profile) {
        int nameEnd = at + LENGTH + in.u16(at + 28);
        int flags = in.u16(at + 8);
        // Bytes outside ASCII become U+FFFD here where they are not UTF-8, and no profile allows that in a name.
        var charset = (flags & UTF8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        var name = new String(in.file(), at + LENGTH, nameEnd - at - LENGTH, charset);
        var header = new CentralHeader(
                at,
                name,
                nameEnd,
                flags,
                in.u16(at + 10),
                in.u32(at + 16),
                in.u32(at + 20),
                in.u32(at + 24),
                in.u32(at + 42));
        header.requireAllowed(in, profile);
        return header;
    }

    private void requireAllowed(Bytes in, Profile profile) {
        if (compressedSize == 0xFFFFFFFFL || size == 0xFFFFFFFFL || localOffset == 0xFFFFFFFFL) {
            throw Rule.ZIP64.brokenBy(name);
        }
        if (in.u16(at + 34) != 0) {
            throw Rule.DISK_NUMBERS.brokenBy(name);
        }
        if ((flags & ~(profile.isJar() ? UTF8 | DESCRIPTOR : UTF8)) != 0) {
            throw Rule.FLAGS.brokenBy(name, String.format("0x%04x", flags));
        }
        if (method != 0 && method != 8) {
            throw Rule.METHOD.brokenBy(name, Integer.toString(method));
        }
        if (method == 0 && compressedSize != size) {
            throw Rule.STORED_SIZE.brokenBy(name, compressedSize + " and " + size);
        }
        if (in.u16(at + 30) != 0 && !profile.isJar()) {
            throw Rule.EXTRA_FIELD.brokenBy(name, "central header");
        }
        if (in.u16(at + 32) != 0) {
            throw Rule.ENTRY_COMMENT.brokenBy(name);
        }
        requireRegularFile(in.u32(at + 38), profile);
    }

    private void requireRegularFile(long attributes, Profile profile) {
        long type = attributes >> 16 & 0xF000;
        if (name.endsWith("/")) {
            // In a jar it is dropped with all it says: builds often write a mode of -1 here.
            if (!profile.isJar() || size != 0) {
                throw Rule.DIRECTORY_ENTRY.brokenBy(name, size == 0 ? "" : "it has content");
            }
        } else if (type != 0 && type != 0x8000 || (attributes & 0x10) != 0) {
            throw Rule.FILE_TYPE.brokenBy(name);
        } else if ((attributes >> 16 & 0x0E00) != 0) {
            throw Rule.MODE_BITS.brokenBy(name);
        }
    }

    boolean hasDescriptor() {
        return (flags & DESCRIPTOR) != 0;
    }

    int nameAt() {
        return at + LENGTH;
    }
}
