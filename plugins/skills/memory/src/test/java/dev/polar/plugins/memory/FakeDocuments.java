package dev.polar.plugins.memory;

import dev.polar.spi.Document;
import dev.polar.spi.DocumentSet;
import dev.polar.spi.Documents;
import dev.polar.spi.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Documents in memory; a document matches if it has every word of the query. */
final class FakeDocuments implements Documents {
    static final Instant WRITTEN = Instant.parse("2026-03-02T10:15:30Z");

    private final Map<String, Map<String, Document>> sets = new ConcurrentHashMap<>();

    @Override
    public DocumentSet in(Scope scope, String collection) {
        return new FakeSet(sets.computeIfAbsent(scope + "/" + collection, name -> new TreeMap<>()));
    }

    private record FakeSet(Map<String, Document> notes) implements DocumentSet {
        @Override
        public void put(String key, String text) {
            notes.put(key, new Document(key, text, WRITTEN));
        }

        @Override
        public Optional<Document> get(String key) {
            return Optional.ofNullable(notes.get(key));
        }

        @Override
        public List<Document> search(String query, int limit) {
            return notes.values().stream()
                    .filter(note -> Stream.of(query.split(" ")).allMatch(note.text()::contains))
                    .limit(limit)
                    .toList();
        }

        @Override
        public boolean remove(String key) {
            return notes.remove(key) != null;
        }
    }
}
