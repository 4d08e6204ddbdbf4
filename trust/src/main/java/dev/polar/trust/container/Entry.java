package dev.polar.trust.container;

import java.util.Arrays;

/**
 * One file of an archive.
 *
 * @param name its name, segments separated by {@code /}
 * @param bytes its content, uncompressed. Not copied, for archives are large: nobody writes into it
 */
public record Entry(String name, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry && name.equals(entry.name) && Arrays.equals(bytes, entry.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name + " (" + bytes.length + " bytes)";
    }
}
