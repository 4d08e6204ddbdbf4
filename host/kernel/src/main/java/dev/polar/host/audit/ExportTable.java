package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.bundle.BundleWriter;
import dev.polar.trust.audit.view.ViewExport;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** The log as an export reads it. */
final class ExportTable {
    /** How many records may be picked out one by one. */
    static final int MOST_PICKED = 10_000;

    private ExportTable() {}

    /** The records [first, end). */
    record Range(long first, long end) {}

    /** Times never decrease along a log, so a span of time is a span of numbers. */
    static Range range(Transaction transaction, int log, long size, Optional<Instant> from, Optional<Instant> to) {
        long first = from.map(time -> firstAt(transaction, log, size, time))
                .orElseGet(() -> SegmentTable.floor(transaction, log));
        long end = to.map(time -> firstAt(transaction, log, size, time)).orElse(size);
        return new Range(first, Math.max(first, end));
    }

    private static long firstAt(Transaction transaction, int log, long size, Instant time) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(min(seq), :size) FROM audit_record"
                        + " WHERE log = :log AND seq < :size AND time >= :time")
                .bind("log", log)
                .bind("size", size)
                .bind("time", RecordTable.utc(time))
                .mapTo(Long.class)
                .one();
    }

    /** Takes the rows of a log one after the other. */
    private interface Row {
        /** @param body empty where only the leaf hash was asked for */
        void take(Optional<byte[]> body, Digest leaf) throws IOException;
    }

    /** What there is of the log goes by once; only what is exported is read in full. */
    static void stream(Transaction transaction, int log, long size, Range range, LogExport export) {
        each(
                transaction
                        .handle()
                        .createQuery("SELECT leaf, CASE WHEN seq >= :first AND seq < :end THEN body END AS body"
                                + " FROM audit_record WHERE log = :log AND seq >= :floor AND seq < :size ORDER BY seq")
                        .bind("log", log)
                        .bind("floor", SegmentTable.floor(transaction, log))
                        .bind("size", size)
                        .bind("first", range.first())
                        .bind("end", range.end()),
                (body, leaf) -> {
                    if (body.isPresent()) {
                        export.record(body.get(), leaf);
                    } else {
                        export.leaf(leaf);
                    }
                });
    }

    /** Only what is shown is read. */
    static void view(
            Transaction transaction, int log, Range range, ExportFilter filter, MasterKey key, ViewExport export) {
        each(
                transaction
                        .handle()
                        .createQuery("""
                                SELECT leaf, body FROM audit_record
                                WHERE log = :log AND seq >= :first AND seq < :end
                                  AND (CAST(:plugin AS text) IS NULL OR plugin = :plugin)
                                  AND (CAST(:caller AS text) IS NULL OR caller IN (:caller, :pseudonym))
                                  AND (CAST(:trace AS text) IS NULL OR trace = :trace)
                                  AND (CAST(:decision AS text) IS NULL OR decision = :decision)
                                  AND (CAST(:category AS text) IS NULL OR category = :category)
                                ORDER BY seq""")
                        .bind("log", log)
                        .bind("first", range.first())
                        .bind("end", range.end())
                        .bind("plugin", filter.plugin().orElse(null))
                        .bind("caller", filter.caller().orElse(null))
                        .bind(
                                "pseudonym",
                                filter.caller()
                                        .map(id -> Prepared.pseudonym(key, id))
                                        .orElse(null))
                        .bind("trace", filter.trace().map(Prepared::traceId).orElse(null))
                        .bind("decision", filter.decision().map(Enum::name).orElse(null))
                        .bind("category", filter.category().map(Category::text).orElse(null)),
                (body, leaf) -> export.record(body.orElseThrow(), leaf));
    }

    /** The numbers of one intent's records, or of one trace's. */
    static List<Long> about(Transaction transaction, int log, long size, BundleQuery.Intent intent) {
        return numbers(transaction, log, size, "intent", intent.id());
    }

    static List<Long> about(Transaction transaction, int log, long size, BundleQuery.Trace trace) {
        return numbers(transaction, log, size, "trace", Prepared.traceId(trace.id()));
    }

    private static List<Long> numbers(Transaction transaction, int log, long size, String column, String value) {
        return transaction
                .handle()
                .createQuery("SELECT seq FROM audit_record WHERE log = :log AND seq < :size AND " + column
                        + " = :value ORDER BY seq LIMIT " + (MOST_PICKED + 1))
                .bind("log", log)
                .bind("size", size)
                .bind("value", value)
                .mapTo(Long.class)
                .list();
    }

    /** As {@link #stream}, into a bundle. */
    static void pick(Transaction transaction, int log, long size, Range range, BundleWriter bundle) {
        each(
                transaction
                        .handle()
                        .createQuery("SELECT leaf, CASE WHEN seq >= :first AND seq < :end THEN body END AS body"
                                + " FROM audit_record WHERE log = :log AND seq >= :floor AND seq < :size ORDER BY seq")
                        .bind("log", log)
                        .bind("floor", SegmentTable.floor(transaction, log))
                        .bind("size", size)
                        .bind("first", range.first())
                        .bind("end", range.end()),
                (body, leaf) -> put(bundle, body, leaf));
    }

    /** As {@link #stream}, of single records. */
    static void pick(Transaction transaction, int log, long size, List<Long> numbers, BundleWriter bundle) {
        each(
                transaction
                        .handle()
                        .createQuery("SELECT leaf, CASE WHEN seq = ANY(:numbers) THEN body END AS body"
                                + " FROM audit_record WHERE log = :log AND seq >= :floor AND seq < :size ORDER BY seq")
                        .bind("log", log)
                        .bind("floor", SegmentTable.floor(transaction, log))
                        .bind("size", size)
                        .bindArray("numbers", Long.class, numbers),
                (body, leaf) -> put(bundle, body, leaf));
    }

    private static void put(BundleWriter bundle, Optional<byte[]> body, Digest leaf) throws IOException {
        if (body.isPresent()) {
            bundle.record(body.get());
        } else {
            bundle.leaf(leaf);
        }
    }

    /** When the first and the last of these were written. */
    static Optional<Instant> time(Transaction transaction, int log, long seq) {
        return transaction
                .handle()
                .createQuery("SELECT time FROM audit_record WHERE log = :log AND seq = :seq")
                .bind("log", log)
                .bind("seq", seq)
                .map((row, context) -> RecordTable.time(row, "time"))
                .findOne();
    }

    /** Rows stream: memory does not depend on how many there are. */
    private static void each(Query query, Row taking) {
        query.setFetchSize(1_000)
                .map((row, context) -> {
                    try {
                        taking.take(Optional.ofNullable(row.getBytes("body")), RecordTable.digest(row, "leaf"));
                        return true;
                    } catch (IOException e) {
                        throw new UncheckedIOException("the export could not be written", e);
                    }
                })
                .useStream(rows -> rows.forEach(row -> {}));
    }
}
