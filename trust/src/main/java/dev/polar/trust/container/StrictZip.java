package dev.polar.trust.container;

import java.util.ArrayList;
import java.util.List;

/**
 * Strict ZIP (the package format, section 2): one byte array, read once, by one parser. Two ZIP readers that disagree are
 * how signed archives are subverted, so every byte of a file that is accepted here belongs to exactly one thing.
 */
public final class StrictZip {
    private StrictZip() {}

    /**
     * Reads a package.
     *
     * @param file the whole file; the caller bounds its size
     * @throws dev.polar.spi.Refusal {@code CONTAINER_MALFORMED} with the details {@code rule} ({@link Rule#id}) and,
     *     unless the fault is the file's as a whole, {@code entry}
     */
    public static Archive read(byte[] file) {
        return read(file, Profile.PACKAGE);
    }

    /**
     * Reads a jar that a package holds, by the second, closed profile: more names, data descriptors and extra fields;
     * directory entries and the archive comment are dropped.
     *
     * @param file the whole jar
     * @throws dev.polar.spi.Refusal as {@link #read(byte[])}
     */
    public static Archive readJar(byte[] file) {
        return read(file, Profile.JAR);
    }

    private static Archive read(byte[] file, Profile profile) {
        var slots = Layout.of(file, profile);
        var names = new Names(profile);
        var budget = new Budget();
        for (var slot : slots) {
            names.add(slot.name());
            budget.add(slot.name(), slot.compressedSize(), slot.size());
        }
        var entries = new ArrayList<Entry>(slots.size());
        try (var unpacking = new Unpacking(file)) {
            for (var slot : slots) {
                var content = unpacking.content(slot); // directories too: their bytes have to be what they claim
                if (!slot.isDirectory()) {
                    entries.add(new Entry(slot.name(), content));
                }
            }
        }
        return new Archive(entries);
    }

    /**
     * Writes a package that {@link #read} accepts: the entries in the given order, contiguous, dated 1980-01-01 00:00,
     * deflated where that is shorter and not over the ratio, without extra fields. The same entries give the same bytes.
     *
     * @throws dev.polar.spi.Refusal {@code CONTAINER_MALFORMED} if a name or a size could not be read back
     */
    public static byte[] write(List<Entry> entries) {
        return ZipWriter.deflated(entries);
    }
}
