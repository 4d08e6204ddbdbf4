package dev.polar.plugins.memory;

import dev.polar.spi.Document;
import dev.polar.spi.DocumentSet;
import dev.polar.spi.Documents;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes, reads and finds notes, always within one scope. */
final class Notes {
    private static final String COLLECTION = "memory";
    private static final int LIMIT = 10;

    private final Documents documents;

    Notes(Documents documents) {
        this.documents = documents;
    }

    ToolResult upsert(ToolCall call) {
        var wanted = call.arguments().as(Upsert.class);
        set(call, wanted.scope()).put(wanted.key(), wanted.text());
        return ToolResult.of(new Stored(wanted.scope(), wanted.key()));
    }

    ToolResult get(ToolCall call) {
        var wanted = call.arguments().as(Get.class);
        var note = set(call, wanted.scope()).get(wanted.key()).map(Note::of);
        return ToolResult.of(new Found(note.isPresent(), note));
    }

    ToolResult search(ToolCall call) {
        var wanted = call.arguments().as(Search.class);
        var hits =
                set(call, wanted.scope()).search(wanted.query(), wanted.limit().orElse(LIMIT));
        return ToolResult.of(new Hits(hits.stream().map(Note::of).toList()));
    }

    private DocumentSet set(ToolCall call, String scope) {
        return documents.in(Owner.scope(scope, call.caller()), COLLECTION);
    }

    // Arguments and answers; public, because the host's JSON-B reaches only public records.

    public record Upsert(String scope, String key, String text) {}

    public record Get(String scope, String key) {}

    public record Search(String scope, String query, Optional<Integer> limit) {}

    public record Stored(String scope, String key) {}

    public record Found(boolean found, Optional<Note> note) {}

    public record Hits(List<Note> notes) {}

    public record Note(String key, String text, Instant updatedAt) {
        static Note of(Document document) {
            return new Note(document.key(), document.text(), document.updatedAt());
        }
    }
}
