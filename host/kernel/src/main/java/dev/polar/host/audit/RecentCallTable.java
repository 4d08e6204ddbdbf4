package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of reading back who called what. */
final class RecentCallTable {
    private static final String RECENT = """
            SELECT r.log, r.seq, r.time, r.body FROM audit_record r JOIN audit_log l ON l.id = r.log
            WHERE l.node = :node AND r.time >= :from AND r.category = 'call' AND r.stage = 'INTENT'
            ORDER BY r.time DESC, r.log DESC, r.seq DESC LIMIT :most""";

    private RecentCallTable() {}

    /** A record's place. */
    record Place(int log, long seq) {}

    /** A record where it stands. */
    record Row(Place place, Instant time, AuditRecord record) {}

    /** The newest, newest first. */
    static List<Row> intents(Transaction transaction, String node, Instant from, int most) {
        return transaction
                .handle()
                .createQuery(RECENT)
                .bind("node", node)
                .bind("from", RecordTable.utc(from))
                .bind("most", most)
                .map((row, context) -> new Row(
                        new Place(row.getInt("log"), row.getLong("seq")),
                        RecordTable.time(row, "time"),
                        AuditRecord.parse(row.getBytes("body"))))
                .list();
    }

    /** The hidden names of those who called, by record and field; what was forgotten is not there. */
    static Map<Place, Map<String, String>> names(
            Transaction transaction, String node, Instant from, int most, MasterKey key) {
        var names = new HashMap<Place, Map<String, String>>();
        transaction
                .handle()
                .createQuery("SELECT o.log, o.seq, o.field, o.sealed FROM (" + RECENT + ") AS recent"
                        + " JOIN audit_opening o ON o.log = recent.log AND o.seq = recent.seq"
                        + " WHERE o.field = '/caller/id' OR o.field LIKE '/onBehalfOf/%/id'")
                .bind("node", node)
                .bind("from", RecordTable.utc(from))
                .bind("most", most)
                .map((row, context) -> {
                    var place = new Place(row.getInt("log"), row.getLong("seq"));
                    var opening = OpeningTable.opened(
                            place.log(), place.seq(), row.getString("field"), row.getBytes("sealed"), key);
                    names.computeIfAbsent(place, fresh -> new HashMap<>())
                            .put(opening.field(), new String(opening.value(), StandardCharsets.UTF_8));
                    return place;
                })
                .list();
        return names;
    }
}
