package dev.polar.trust.container;

/** Little-endian numbers of a file; the caller has checked that they are inside. */
record Bytes(byte[] file) {
    int u16(int at) {
        return file[at] & 0xFF | (file[at + 1] & 0xFF) << 8;
    }

    long u32(int at) {
        return u16(at) | (long) u16(at + 2) << 16;
    }
}
