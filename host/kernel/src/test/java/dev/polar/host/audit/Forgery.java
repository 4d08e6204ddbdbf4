package dev.polar.host.audit;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.Position;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What somebody makes of an export who knows the format as well as its authors: every number and hash fits again. */
final class Forgery {
    final List<JsonObject> records = new ArrayList<>();
    private final String note;
    private final String key;

    private Forgery(String note, String key) {
        this.note = note;
        this.key = key;
    }

    static Forgery of(Path export) throws IOException {
        var forgery = new Forgery(
                Files.readString(export.resolve("checkpoint")),
                Files.readString(export.resolve("log.vkey")).strip());
        for (var line : Files.readAllLines(export.resolve("records.jsonl"))) {
            forgery.records.add(StrictJson.object(
                    line.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(AuditRecord.MOST_BYTES)));
        }
        return forgery;
    }

    /** The record with that action, with another one. */
    static Consumer<List<JsonObject>> renaming(String action, String other) {
        return records ->
                records.replaceAll(record -> record.getString("action").equals(action)
                        ? StrictJson.provider()
                                .createObjectBuilder(record)
                                .add("action", other)
                                .build()
                        : record);
    }

    /** Who signs the checkpoint that fits. */
    interface Signing {
        Note of(Checkpoint checkpoint);
    }

    /** Under the note that was there, which fits it no more. */
    Path write(Path directory) throws IOException {
        return write(directory, checkpoint -> Note.parse(note));
    }

    /** Numbers and chains what is left. */
    Path write(Path directory, Signing signing) throws IOException {
        Files.createDirectories(directory);
        var tree = new CompactRange(0);
        Optional<Digest> prev = Optional.empty();
        try (var export = new LogExport(directory, 0, records.size())) {
            for (int seq = 0; seq < records.size(); seq++) {
                var record = placed(records.get(seq), seq, prev);
                export.record(record.bytes(), record.leaf());
                tree.append(record.leaf());
                prev = Optional.of(record.leaf());
            }
            var name = NoteKey.parse(key);
            export.seal(signing.of(new Checkpoint(name.name(), records.size(), tree.root())), name);
        }
        return directory;
    }

    private static AuditRecord placed(JsonObject record, int seq, Optional<Digest> prev) {
        Map<String, JsonValue> said = new LinkedHashMap<>(record);
        said.keySet().removeAll(List.of("v", "seq", "prev", "time", "node", "boot"));
        said.values().removeIf(value -> value == JsonValue.NULL);
        return AuditRecord.at(
                new Position(
                        seq,
                        prev,
                        Instant.parse(record.getString("time")),
                        record.getString("node"),
                        record.getString("boot")),
                said);
    }
}
