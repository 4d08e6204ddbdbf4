package dev.polar.host.sink;

import dev.polar.host.store.Transaction;
import dev.polar.spi.audit.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far sinks have come, and the records that come next. */
final class SinkTable {
    private SinkTable() {}

    /** A log of this node and how many records it has. */
    record Log(int id, String origin, long size) {}

    /** A record, and the plugin whose use of the broker it tells of, if that is what it tells. */
    record Row(AuditEntry entry, Optional<String> user) {}

    /** Oldest first. */
    static List<Log> logs(Transaction transaction, String node) {
        return transaction
                .handle()
                .createQuery("SELECT id, origin, coalesce((SELECT max(seq) + 1 FROM audit_record"
                        + " WHERE log = audit_log.id), 0) AS size FROM audit_log WHERE node = :node ORDER BY number")
                .bind("node", node)
                .map((row, context) -> new Log(row.getInt("id"), row.getString("origin"), row.getLong("size")))
                .list();
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

    static OptionalLong next(Transaction transaction, SinkId sink, int log) {
        return transaction
                .handle()
                .createQuery("SELECT next FROM audit_sink WHERE plugin = :plugin AND sink = :sink AND log = :log")
                .bind("plugin", sink.plugin().name())
                .bind("sink", sink.name())
                .bind("log", log)
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    static void put(Transaction transaction, SinkId sink, int log, long next) {
        transaction
                .handle()
                .createUpdate(
                        "INSERT INTO audit_sink (plugin, sink, log, next) VALUES (:plugin, :sink, :log, :next)"
                                + " ON CONFLICT (plugin, sink, log) DO UPDATE SET next = greatest(audit_sink.next, excluded.next)")
                .bind("plugin", sink.plugin().name())
                .bind("sink", sink.name())
                .bind("log", log)
                .bind("next", next)
                .execute();
    }

    /** Whoever is installed under a name later does not go on where another was. */
    static void forgetGone(Transaction transaction) {
        transaction
                .handle()
                .execute("DELETE FROM audit_sink WHERE NOT EXISTS"
                        + " (SELECT FROM catalog WHERE catalog.plugin = audit_sink.plugin)");
    }

    /** The records [from, end) of these categories, in order. */
    static List<Row> rows(
            Transaction transaction, int log, long from, long end, Collection<String> categories, int most) {
        return transaction
                .handle()
                .createQuery("SELECT seq, leaf, body, CASE WHEN category = 'broker' THEN plugin END AS user_of_broker"
                        + " FROM audit_record WHERE log = :log AND seq >= :from AND seq < :end"
                        + " AND category = ANY(:categories) ORDER BY seq LIMIT :most")
                .bind("log", log)
                .bind("from", from)
                .bind("end", end)
                .bindArray("categories", String.class, categories)
                .bind("most", most)
                .map((row, context) -> new Row(
                        new AuditEntry(
                                row.getLong("seq"),
                                HexFormat.of().formatHex(row.getBytes("leaf")),
                                new String(row.getBytes("body"), StandardCharsets.UTF_8)),
                        Optional.ofNullable(row.getString("user_of_broker"))))
                .list();
    }
}
