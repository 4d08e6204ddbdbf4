package dev.polar.spi;

import java.util.List;
import java.util.Optional;

/** Documents of one plugin, scope and collection. */
public interface DocumentSet {
    /** Inserts or replaces; {@code text} is at most 64 KiB and full-text searchable. */
    void put(String key, String text);

    Optional<Document> get(String key);

    /** Documents matching the words of {@code query}, best first. */
    List<Document> search(String query, int limit);

    /** Whether there was one. */
    boolean remove(String key);
}
