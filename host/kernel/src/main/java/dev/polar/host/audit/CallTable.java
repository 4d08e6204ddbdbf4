package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of calls as they are read again, page by page. */
final class CallTable {
    private CallTable() {}

    /** One record that says what was decided of a call. */
    record Decided(long seq, byte[] body) {}

    /** Every log of every node. */
    static List<Integer> logs(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT id FROM audit_log ORDER BY id")
                .mapTo(Integer.class)
                .list();
    }

    /** Times never decrease along a log and numbers have no gaps, so a record of a time is found by halving. */
    static long firstAt(Transaction transaction, int log, Instant time) {
        long low = SegmentTable.floor(transaction, log);
        long high = size(transaction, log);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (time(transaction, log, middle).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long size(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(max(seq) + 1, 0) FROM audit_record WHERE log = :log")
                .bind("log", log)
                .mapTo(Long.class)
                .one();
    }

    private static Instant time(Transaction transaction, int log, long seq) {
        return transaction
                .handle()
                .createQuery("SELECT time FROM audit_record WHERE log = :log AND seq = :seq")
                .bind("log", log)
                .bind("seq", seq)
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    /** What was decided of calls between two numbers, in order; an outcome decides nothing. */
    static List<Decided> page(Transaction transaction, int log, long first, long end) {
        return transaction
                .handle()
                .createQuery("SELECT seq, body FROM audit_record WHERE log = :log AND seq >= :first AND seq < :end"
                        + " AND category = 'call' AND stage <> 'OUTCOME' AND decision IS NOT NULL ORDER BY seq")
                .bind("log", log)
                .bind("first", first)
                .bind("end", end)
                .map((row, context) -> new Decided(row.getLong("seq"), row.getBytes("body")))
                .list();
    }

    /** What was decided of one call: the log it stands in, and the record. */
    static Optional<Map.Entry<Integer, Decided>> decided(Transaction transaction, String intent) {
        return transaction
                .handle()
                .createQuery("SELECT log, seq, body FROM audit_record WHERE intent = :intent"
                        + " AND category = 'call' AND stage <> 'OUTCOME' AND decision IS NOT NULL ORDER BY seq")
                .bind("intent", intent)
                .map((row, context) ->
                        Map.entry(row.getInt("log"), new Decided(row.getLong("seq"), row.getBytes("body"))))
                .findFirst();
    }

    /** How these calls ended, by intent, as far as they did. */
    static Map<String, byte[]> outcomes(Transaction transaction, List<String> intents) {
        var found = new HashMap<String, byte[]>();
        transaction
                .handle()
                .createQuery("SELECT intent, body FROM audit_record WHERE intent = ANY(:intents) AND stage = 'OUTCOME'")
                .bindArray("intents", String.class, intents)
                .map((row, context) -> Map.entry(row.getString("intent"), row.getBytes("body")))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }
}
