package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.CompactRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments of logs: each is a partition, made before the first record falls into it and dropped whole. */
final class SegmentTable {
    private SegmentTable() {}

    /**
     * A segment as it stands.
     *
     * @param vkey the log's key as it was when the log began
     * @param whole whether all its records were written
     * @param copy the newest archive of it
     */
    record Row(Segment segment, String vkey, boolean whole, boolean pruned, Optional<ArchiveTable.Copy> copy) {}

    /**
     * Makes room for records up to {@code size}, and for a good while after them.
     *
     * @param known up to where there is room, as far as that is known, or 0
     * @param records how many a new segment holds
     * @return up to where there is room once this is committed
     */
    static long room(Transaction transaction, int log, long size, long known, long records) {
        long until = known > 0 ? known : end(transaction, log);
        while (until - size < records / 4) {
            transaction
                    .handle()
                    .createUpdate("INSERT INTO audit_segment (log, first, after) VALUES (:log, :first, :after)")
                    .bind("log", log)
                    .bind("first", until)
                    .bind("after", until + records)
                    .execute();
            until += records;
        }
        return until;
    }

    private static long end(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(max(after), 0) FROM audit_segment WHERE log = :log")
                .bind("log", log)
                .mapTo(Long.class)
                .one();
    }

    /** The first record of a log that was not pruned. */
    static long floor(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(max(after), 0) FROM audit_pruned WHERE log = :log")
                .bind("log", log)
                .mapTo(Long.class)
                .one();
    }

    /** The tree over all records that were pruned. */
    static CompactRange pruned(Transaction transaction, int log) {
        long floor = floor(transaction, log);
        return floor == 0 ? new CompactRange(0) : ArchiveTable.tree(transaction, log, floor);
    }

    /** All segments of a node's logs, oldest first. */
    static List<Row> of(Transaction transaction, String node) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT s.log, l.origin, l.vkey, s.first, s.after, p.log IS NOT NULL AS pruned,
                            a.file, a.digest, a.bytes, a.since, a.until,
                            EXISTS (SELECT FROM audit_record r WHERE r.log = s.log AND r.seq = s.after - 1) AS whole
                        FROM audit_segment s JOIN audit_log l ON l.id = s.log
                        LEFT JOIN audit_pruned p ON p.log = s.log AND p.first = s.first
                        LEFT JOIN LATERAL (SELECT * FROM audit_archive c WHERE c.log = s.log AND c.first = s.first
                            ORDER BY c.id DESC LIMIT 1) a ON true
                        WHERE l.node = :node ORDER BY l.number, s.first""")
                .bind("node", node)
                .map((row, context) -> new Row(
                        new Segment(
                                row.getInt("log"), row.getString("origin"), row.getLong("first"), row.getLong("after")),
                        row.getString("vkey"),
                        row.getBoolean("whole") || row.getBoolean("pruned"),
                        row.getBoolean("pruned"),
                        ArchiveTable.copy(row)))
                .list();
    }

    /** From here on they count as gone. */
    static void prune(Transaction transaction, List<Segment> segments, int log, Seq by) {
        for (var segment : segments) {
            transaction
                    .handle()
                    .createUpdate("INSERT INTO audit_pruned (log, first, after, by_log, by_seq)"
                            + " VALUES (:log, :first, :after, :byLog, :bySeq)")
                    .bind("log", segment.log())
                    .bind("first", segment.first())
                    .bind("after", segment.after())
                    .bind("byLog", log)
                    .bind("bySeq", by.value())
                    .execute();
        }
        // Now, so that it is the rider that fails and not the batch.
        transaction.handle().execute("SET CONSTRAINTS audit_may_be_pruned IMMEDIATE");
    }

    /** Those that were pruned and are still there. */
    static List<Segment> left(Transaction transaction) {
        return new ArrayList<>(transaction
                .handle()
                .createQuery("SELECT p.log, l.origin, p.first, p.after FROM audit_pruned p"
                        + " JOIN audit_log l ON l.id = p.log"
                        + " WHERE to_regclass(format('audit_record_%s_%s', p.log, p.first)) IS NOT NULL"
                        + " OR to_regclass(format('audit_opening_%s_%s', p.log, p.first)) IS NOT NULL"
                        + " ORDER BY p.log, p.first")
                .map((row, context) -> new Segment(
                        row.getInt("log"), row.getString("origin"), row.getLong("first"), row.getLong("after")))
                .list());
    }

    /** Gives a pruned segment's space back; waits for readers that long, and whoever writes waits as long behind it. */
    static void drop(Transaction transaction, Segment segment, Duration patience) {
        transaction.handle().execute("SET LOCAL lock_timeout = " + patience.toMillis());
        transaction
                .handle()
                .createQuery("SELECT audit_drop_pruned(:log, :first)")
                .bind("log", segment.log())
                .bind("first", segment.first())
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether an intent of that segment has no outcome yet. */
    static boolean isOpen(Transaction transaction, Segment segment) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM audit_record i"
                        + " WHERE i.log = :log AND i.seq >= :first AND i.seq < :after AND i.stage = 'INTENT'"
                        + " AND NOT EXISTS (SELECT FROM audit_record o"
                        + " WHERE o.intent = i.intent AND o.stage = 'OUTCOME'))")
                .bind("log", segment.log())
                .bind("first", segment.first())
                .bind("after", segment.after())
                .mapTo(Boolean.class)
                .one();
    }
}
