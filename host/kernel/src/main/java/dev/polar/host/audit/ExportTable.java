package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.LogExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** The log as an export reads it. */
final class ExportTable {
    private ExportTable() {}

    /** The records [first, end). */
    record Range(long first, long end) {}

    /** Times never decrease along a log, so a span of time is a span of numbers. */
    static Range range(Transaction transaction, int log, long size, Optional<Instant> from, Optional<Instant> to) {
        long first = from.map(time -> firstAt(transaction, log, size, time)).orElse(0L);
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

    /** The whole log goes by once; only what is exported is read in full. */
    static void stream(Transaction transaction, int log, long size, Range range, LogExport export) {
        transaction
                .handle()
                .createQuery("SELECT leaf, CASE WHEN seq >= :first AND seq < :end THEN body END AS body"
                        + " FROM audit_record WHERE log = :log AND seq < :size ORDER BY seq")
                .bind("log", log)
                .bind("size", size)
                .bind("first", range.first())
                .bind("end", range.end())
                .setFetchSize(1_000)
                .map((row, context) -> {
                    try {
                        var leaf = RecordTable.digest(row, "leaf");
                        if (export.wantsRecord()) {
                            export.record(row.getBytes("body"), leaf);
                        } else {
                            export.leaf(leaf);
                        }
                        return true;
                    } catch (IOException e) {
                        throw new UncheckedIOException("the export could not be written", e);
                    }
                })
                .useStream(rows -> rows.forEach(row -> {}));
    }
}
