package dev.polar.trust.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of an archive in file order, each name once. */
public final class Archive {
    private final List<Entry> entries;
    private final Map<String, Entry> byName;

    /**
     * An archive of these entries.
     *
     * @throws IllegalArgumentException if two entries have one name; {@link StrictZip} has refused before that
     */
    public Archive(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.byName = LinkedHashMap.newLinkedHashMap(entries.size());
        for (var entry : this.entries) {
            if (byName.put(entry.name(), entry) != null) {
                throw new IllegalArgumentException("two entries of one name: " + entry.name());
            }
        }
    }

    /** All entries, in file order. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entry of exactly this name. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Archive archive && entries.equals(archive.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
