package dev.polar.trust.audit;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory, written the way a host writes one. */
final class SampleLog {
    static final String ORIGIN = "host.example/polar/inst/node/1";

    final SigningKey key = SigningKey.generate();
    final NoteKey publicKey = new NoteKey(ORIGIN, key.publicKey());
    final List<AuditRecord> records = new ArrayList<>();

    static SampleLog of(int size) {
        var log = new SampleLog();
        for (int i = 0; i < size; i++) {
            log.append("action-" + i);
        }
        return log;
    }

    void append(String action) {
        var prev = records.isEmpty()
                ? Optional.<Digest>empty()
                : Optional.of(records.getLast().leaf());
        var time = Instant.parse("2026-11-21T08:00:00Z").plusMillis(records.size());
        Map<String, JsonValue> said = Map.of("action", StrictJson.provider().createValue(action));
        records.add(AuditRecord.at(new Position(records.size(), prev, time, "node", "boot"), said));
    }

    Checkpoint checkpoint(int size) {
        var range = new CompactRange(0);
        records.subList(0, size).forEach(record -> range.append(record.leaf()));
        return new Checkpoint(ORIGIN, size, range.root());
    }

    /** Exports [first, end) of the log into a new directory under {@code parent}. */
    Path export(Path parent, int first, int end) {
        try {
            var directory = Files.createTempDirectory(parent, "export");
            try (var export = new LogExport(directory, first, end)) {
                for (var record : records) {
                    if (export.wantsRecord()) {
                        export.record(record.bytes(), record.leaf());
                    } else {
                        export.leaf(record.leaf());
                    }
                }
                export.seal(checkpoint(records.size()).signed(key), publicKey);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
