package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.Opening;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of the log. */
final class AuditTable {
    private static final String OPENINGS = "audit opening";

    private AuditTable() {}

    /** A record and what goes into the other columns and tables. */
    record Entry(AuditRecord record, Prepared prepared) {}

    record LogRow(int id, String origin, int number, String vkey) {}

    static void insert(Handle handle, int log, List<Entry> entries, MasterKey key) {
        var records = handle.prepareBatch("INSERT INTO audit_record (log, seq, leaf, body, time, category, action,"
                + " stage, intent, decision, plugin, caller_kind, caller, trace) VALUES (:log, :seq, :leaf, :body,"
                + " :time, :category, :action, :stage, :intent, :decision, :plugin, :callerKind, :caller, :trace)");
        var openings = handle.prepareBatch(
                "INSERT INTO audit_opening (log, seq, field, sealed)" + " VALUES (:log, :seq, :field, :sealed)");
        for (var entry : entries) {
            var position = entry.record().position();
            var columns = entry.prepared().columns();
            records.bind("log", log)
                    .bind("seq", position.seq())
                    .bind("leaf", entry.record().leaf().bytes())
                    .bind("body", entry.record().bytes())
                    .bind("time", OffsetDateTime.ofInstant(position.time(), ZoneOffset.UTC))
                    .bind("category", columns.category())
                    .bind("action", columns.action())
                    .bind("stage", columns.stage())
                    .bind("intent", columns.column(columns.intent()))
                    .bind("decision", columns.column(columns.decision()))
                    .bind("plugin", columns.column(columns.plugin()))
                    .bind("callerKind", columns.column(columns.callerKind()))
                    .bind("caller", columns.column(columns.caller()))
                    .bind("trace", columns.column(columns.trace()))
                    .add();
            for (var opening : entry.prepared().openings()) {
                var place = place(log, position.seq(), opening.field());
                var plain = Arrays.copyOf(opening.salt(), 32 + opening.value().length);
                System.arraycopy(opening.value(), 0, plain, 32, opening.value().length);
                openings.bind("log", log)
                        .bind("seq", position.seq())
                        .bind("field", opening.field())
                        .bind("sealed", key.seal(OPENINGS, place, plain))
                        .add();
            }
        }
        records.execute();
        if (openings.size() > 0) {
            openings.execute();
        }
    }

    static Optional<Head.Tail> tail(Handle handle, int log) {
        return handle.createQuery("SELECT seq, leaf, time FROM audit_record WHERE log = :log ORDER BY seq DESC LIMIT 1")
                .bind("log", log)
                .map((row, context) -> new Head.Tail(
                        row.getLong("seq"),
                        digest(row, "leaf"),
                        row.getObject("time", OffsetDateTime.class).toInstant()))
                .findOne();
    }

    static Optional<byte[]> body(Handle handle, int log, long seq) {
        return handle.createQuery("SELECT body FROM audit_record WHERE log = :log AND seq = :seq")
                .bind("log", log)
                .bind("seq", seq)
                .mapTo(byte[].class)
                .findOne();
    }

    /** Every leaf hash from that record on, in order; rows stream. */
    static void leaves(Handle handle, int log, long from, Consumer<Digest> each) {
        handle.createQuery("SELECT leaf FROM audit_record WHERE log = :log AND seq >= :from ORDER BY seq")
                .bind("log", log)
                .bind("from", from)
                .setFetchSize(10_000)
                .map((row, context) -> digest(row, "leaf"))
                .useStream(leaves -> leaves.forEach(each));
    }

    static void checkpoint(Handle handle, int log, Checkpoint checkpoint, Note note, Optional<CompactRange> frontier) {
        handle.createUpdate("INSERT INTO audit_checkpoint (log, size, root, note, frontier)"
                        + " VALUES (:log, :size, :root, :note, :frontier) ON CONFLICT (log, size) DO NOTHING")
                .bind("log", log)
                .bind("size", checkpoint.size())
                .bind("root", checkpoint.root().bytes())
                .bind("note", note.toString())
                .bind("frontier", frontier.map(AuditTable::joined).orElse(null))
                .execute();
    }

    /** The note of the newest checkpoint, or of the newest that carries its frontier. */
    static Optional<String> newestCheckpoint(Handle handle, int log, boolean withFrontier) {
        return handle.createQuery(
                        "SELECT note FROM audit_checkpoint WHERE log = :log AND (frontier IS NOT NULL OR NOT :frontier)"
                                + " ORDER BY size DESC LIMIT 1")
                .bind("log", log)
                .bind("frontier", withFrontier)
                .mapTo(String.class)
                .findOne();
    }

    static CompactRange frontier(Handle handle, int log, long size) {
        var bytes = handle.createQuery("SELECT frontier FROM audit_checkpoint WHERE log = :log AND size = :size")
                .bind("log", log)
                .bind("size", size)
                .mapTo(byte[].class)
                .one();
        var hashes = new ArrayList<Digest>();
        for (int at = 0; at < bytes.length; at += 32) {
            hashes.add(new Digest(HexFormat.of().formatHex(bytes, at, Math.min(at + 32, bytes.length))));
        }
        return CompactRange.of(0, size, hashes);
    }

    static Optional<LogRow> newestLog(Handle handle, String node) {
        return handle.createQuery("SELECT id, origin, number, vkey FROM audit_log WHERE node = :node"
                        + " ORDER BY number DESC LIMIT 1")
                .bind("node", node)
                .map((row, context) -> new LogRow(
                        row.getInt("id"), row.getString("origin"), row.getInt("number"), row.getString("vkey")))
                .findOne();
    }

    static int startLog(Handle handle, String origin, String node, int number, String vkey) {
        return handle.createQuery("INSERT INTO audit_log (origin, node, number, vkey)"
                        + " VALUES (:origin, :node, :number, :vkey) RETURNING id")
                .bind("origin", origin)
                .bind("node", node)
                .bind("number", number)
                .bind("vkey", vkey)
                .mapTo(Integer.class)
                .one();
    }

    static String installation(Handle handle) {
        return handle.createQuery("SELECT id::text FROM installation")
                .mapTo(String.class)
                .one();
    }

    /** The intents of this node that nobody closed, oldest first: all of them lie after its last start. */
    static List<AuditRecord> openIntents(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT i.body FROM audit_record i JOIN audit_log l ON l.id = i.log
                        WHERE l.node = :node AND i.stage = 'INTENT'
                          AND i.seq > coalesce((SELECT max(s.seq) FROM audit_record s
                              WHERE s.log = i.log AND s.category = 'host' AND s.action = 'start'), -1)
                          AND NOT EXISTS (SELECT FROM audit_record o
                              WHERE o.intent = i.intent AND o.stage = 'OUTCOME')
                        ORDER BY l.number, i.seq""")
                .bind("node", node)
                .mapTo(byte[].class)
                .map(AuditRecord::parse)
                .list();
    }

    static List<AuditRecord> list(Handle handle, AuditQuery query, MasterKey key) {
        return handle.createQuery("""
                        SELECT body FROM audit_record
                        WHERE (:from::timestamptz IS NULL OR time >= :from)
                          AND (:to::timestamptz IS NULL OR time < :to)
                          AND (:plugin::text IS NULL OR plugin = :plugin)
                          AND (:caller::text IS NULL OR caller IN (:caller, :pseudonym))
                          AND (:trace::text IS NULL OR trace = :trace)
                          AND (:decision::text IS NULL OR decision = :decision)
                        ORDER BY time DESC, log DESC, seq DESC LIMIT :limit""".replace("::", "\\:\\:"))
                .bind("from", time(query.from()))
                .bind("to", time(query.to()))
                .bind("plugin", query.plugin().orElse(null))
                .bind("caller", query.caller().orElse(null))
                .bind(
                        "pseudonym",
                        query.caller().map(id -> Prepared.pseudonym(key, id)).orElse(null))
                .bind("trace", query.trace().map(Prepared::traceId).orElse(null))
                .bind("decision", query.decision().map(Enum::name).orElse(null))
                .bind("limit", query.limit())
                .mapTo(byte[].class)
                .map(AuditRecord::parse)
                .list();
    }

    static List<Opening> openings(Handle handle, int log, long seq, MasterKey key) {
        return handle.createQuery(
                        "SELECT field, sealed FROM audit_opening WHERE log = :log AND seq = :seq ORDER BY field")
                .bind("log", log)
                .bind("seq", seq)
                .map((row, context) -> {
                    var field = row.getString("field");
                    var plain = key.open(OPENINGS, place(log, seq, field), row.getBytes("sealed"));
                    return new Opening(field, Arrays.copyOf(plain, 32), Arrays.copyOfRange(plain, 32, plain.length));
                })
                .list();
    }

    /** The records [first, end). */
    record Range(long first, long end) {}

    /** Times never decrease along a log, so a span of time is a span of numbers. */
    static Range range(Handle handle, int log, long size, Optional<Instant> from, Optional<Instant> to) {
        long first = from.map(time -> firstAt(handle, log, size, time)).orElse(0L);
        long end = to.map(time -> firstAt(handle, log, size, time)).orElse(size);
        return new Range(first, Math.max(first, end));
    }

    private static long firstAt(Handle handle, int log, long size, Instant time) {
        return handle.createQuery("SELECT coalesce(min(seq), :size) FROM audit_record"
                        + " WHERE log = :log AND seq < :size AND time >= :time")
                .bind("log", log)
                .bind("size", size)
                .bind("time", OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
                .mapTo(Long.class)
                .one();
    }

    /** The whole log goes by once; only what is exported is read in full. */
    static void stream(Handle handle, int log, long size, Range range, LogExport export) {
        handle.createQuery("SELECT leaf, CASE WHEN seq >= :first AND seq < :end THEN body END AS body FROM audit_record"
                        + " WHERE log = :log AND seq < :size ORDER BY seq")
                .bind("log", log)
                .bind("size", size)
                .bind("first", range.first())
                .bind("end", range.end())
                .setFetchSize(1_000)
                .map((row, context) -> {
                    try {
                        if (export.wantsRecord()) {
                            export.record(row.getBytes("body"), digest(row, "leaf"));
                        } else {
                            export.leaf(digest(row, "leaf"));
                        }
                        return true;
                    } catch (IOException e) {
                        throw new UncheckedIOException("the export could not be written", e);
                    }
                })
                .useStream(written -> written.forEach(one -> {}));
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> time) {
        return time.map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC)).orElse(null);
    }

    private static byte[] joined(CompactRange range) {
        var joined = new byte[32 * range.hashes().size()];
        for (int i = 0; i < range.hashes().size(); i++) {
            System.arraycopy(range.hashes().get(i).bytes(), 0, joined, 32 * i, 32);
        }
        return joined;
    }

    static String place(int log, long seq, String field) {
        return log + "/" + seq + field;
    }

    private static Digest digest(ResultSet row, String column) throws SQLException {
        return new Digest(HexFormat.of().formatHex(row.getBytes(column)));
    }
}
