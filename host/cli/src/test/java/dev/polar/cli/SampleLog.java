package dev.polar.cli;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.MerkleTree;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.Position;
import dev.polar.trust.audit.bundle.BundleWriter;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A log under a key of its own, and exports of parts of it. */
final class SampleLog {
    static final String ORIGIN = "host.example/polar/inst/node/1";

    /** What strings and numbers can do to whoever writes them in another form. */
    private static final String FACTS = """
            {"text":"\\u0001 \\" \\\\ / \\n \u00e9 \u20ac \ud83d\ude00 \u007f","a":[1,-7,0.1,1e-7,123456789.25,1e21],"b":{"c":[],"d":{}},
             "\ud83d\ude00":true,"\ufb33":false,"e":9007199254740991}""";

    final SigningKey key;
    final NoteKey vkey;
    final List<AuditRecord> records = new ArrayList<>();

    SampleLog(SigningKey key) {
        this.key = key;
        this.vkey = new NoteKey(ORIGIN, key.publicKey());
    }

    static SampleLog of(int size) {
        var log = new SampleLog(SigningKey.generate());
        for (int seq = 0; seq < size; seq++) {
            log.append("action-" + seq);
        }
        return log;
    }

    /** The first records of this log under the same key; what follows may differ. */
    SampleLog upTo(int size) {
        var log = new SampleLog(key);
        log.records.addAll(records.subList(0, size));
        return log;
    }

    void append(String action) {
        records.add(record(records.size(), previous(), action));
    }

    private Optional<Digest> previous() {
        return records.isEmpty()
                ? Optional.empty()
                : Optional.of(records.getLast().leaf());
    }

    static AuditRecord record(long seq, Optional<Digest> prev, String action) {
        var json = StrictJson.provider();
        var time = Instant.parse("2026-11-21T08:00:00Z").plusMillis(seq);
        Map<String, JsonValue> said = seq % 8 == 3
                ? Map.of("action", json.createValue(action), "facts", facts())
                : Map.of("action", json.createValue(action));
        return AuditRecord.at(new Position(seq, prev, time, "node", "boot"), said);
    }

    private static JsonValue facts() {
        return StrictJson.object(FACTS.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 16));
    }

    Checkpoint checkpoint(int size) {
        var range = new CompactRange(0);
        records.subList(0, size).forEach(record -> range.append(record.leaf()));
        return new Checkpoint(ORIGIN, size, range.root());
    }

    /** The first {@code size} records as a host signed them. */
    String note(int size) {
        return checkpoint(size).signed(key).toString();
    }

    Path export(Path directory, int first, int end) throws IOException {
        return export(directory, first, end, 0);
    }

    /** @param from the size from which it is to be shown to have grown, or 0 */
    Path export(Path directory, int first, int end, int from) throws IOException {
        try (var export = new LogExport(Files.createDirectories(directory), first, end)) {
            for (var record : records) {
                if (export.wantsRecord()) {
                    export.record(record.bytes(), record.leaf());
                } else {
                    export.leaf(record.leaf());
                }
            }
            if (from > 0) {
                export.grew(tree().consistency(from));
            }
            export.seal(checkpoint(records.size()).signed(key), vkey);
        }
        return directory;
    }

    private MerkleTree tree() {
        return new MerkleTree(records.size(), (level, index) -> {
            var range = new CompactRange(0);
            records.subList((int) index << level, (int) (index + 1) << level)
                    .forEach(record -> range.append(record.leaf()));
            return range.root();
        });
    }

    /** These records under a checkpoint with those cosignatures, in one file. */
    Path bundle(Path file, Set<Integer> picked, List<Note.Signature> cosignatures) throws IOException {
        try (var bundle = new BundleWriter(Files.newOutputStream(file))) {
            for (int seq = 0; seq < records.size(); seq++) {
                if (picked.contains(seq)) {
                    bundle.record(records.get(seq).bytes());
                } else {
                    bundle.leaf(records.get(seq).leaf());
                }
            }
            bundle.seal(
                    checkpoint(records.size()).signed(key).with(cosignatures),
                    key,
                    vkey,
                    Instant.parse("2026-11-21T09:00:00Z"),
                    "0.1.0",
                    Map.of("trace", "4bf92f"),
                    new TreeMap<>(Map.of("policy/v1.yaml", "rules: []\n".getBytes(StandardCharsets.UTF_8))));
        }
        return file;
    }
}
