package dev.polar.trust.container;

/**
 * Where one entry's bytes are and what its headers promise about them.
 *
 * @param name as in the headers; a directory of a jar ends in {@code /}
 * @param deflated method 8, otherwise stored
 * @param crc CRC-32, unsigned
 * @param dataOffset where the compressed bytes start
 */
record Slot(String name, boolean deflated, long crc, int dataOffset, int compressedSize, int size) {
    boolean isDirectory() {
        return name.endsWith("/");
    }
}
