package dev.polar.runtime.worker;

import dev.polar.spi.audit.AuditBatch;
import dev.polar.spi.audit.AuditEntry;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObjectBuilder;

/** What host and sink say to each other, in messages. */
public final class SinkJson {
    private SinkJson() {}

    static JsonObjectBuilder write(AuditBatch batch) {
        var entries = StrictJson.provider().createArrayBuilder();
        batch.entries()
                .forEach(entry -> entries.add(Members.builder()
                        .add("index", entry.index())
                        .add("leaf", entry.leaf())
                        .add("record", entry.record())));
        return Members.builder().add("log", batch.log()).add("entries", entries);
    }

    /** The records in a message. */
    public static AuditBatch batch(Members said) {
        return new AuditBatch(said.text("log"), said.list("entries", value -> entry(Members.in(value))));
    }

    private static AuditEntry entry(Members said) {
        return new AuditEntry(said.number("index"), said.text("leaf"), said.text("record"));
    }
}
