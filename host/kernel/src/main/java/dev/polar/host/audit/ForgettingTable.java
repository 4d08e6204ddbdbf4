package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import java.util.List;
import java.util.Optional;

/** The SQL of finding and forgetting what commitments hide of a person. */
final class ForgettingTable {
    private static final int FETCH = 1_000;

    private ForgettingTable() {}

    /** Takes the place of a record. */
    @FunctionalInterface
    interface Places {
        void add(int log, long seq);
    }

    /** Takes an opening as it is stored. */
    @FunctionalInterface
    interface Sealed {
        void look(int log, long seq, String field, byte[] bytes);
    }

    /** Records of that caller that still hide something. */
    static void ofCaller(Transaction transaction, String caller, Places places) {
        transaction
                .handle()
                .createQuery("SELECT r.log, r.seq FROM audit_record r WHERE r.caller = :caller"
                        + " AND EXISTS (SELECT FROM audit_opening o WHERE o.log = r.log AND o.seq = r.seq)")
                .bind("caller", caller)
                .setFetchSize(FETCH)
                .map((row, context) -> {
                    places.add(row.getInt("log"), row.getLong("seq"));
                    return true;
                })
                .useStream(rows -> rows.forEach(row -> {}));
    }

    /** Every opening that may be the name of a person, whoever it is; rows stream. */
    static void naming(Transaction transaction, Sealed each) {
        transaction
                .handle()
                .createQuery("SELECT log, seq, field, sealed FROM audit_opening"
                        + " WHERE field LIKE '/onBehalfOf/%' OR field LIKE '/facts/%'")
                .setFetchSize(FETCH)
                .map((row, context) -> {
                    each.look(row.getInt("log"), row.getLong("seq"), row.getString("field"), row.getBytes("sealed"));
                    return true;
                })
                .useStream(rows -> rows.forEach(row -> {}));
    }

    /** Other records of the same intents that still hide something. */
    static void sameIntents(Transaction transaction, int log, List<Long> numbers, Places places) {
        transaction
                .handle()
                .createQuery("SELECT DISTINCT o.log, o.seq FROM audit_record known"
                        + " JOIN audit_record r ON r.intent = known.intent"
                        + " JOIN audit_opening o ON o.log = r.log AND o.seq = r.seq"
                        + " WHERE known.log = :log AND known.seq = ANY(:numbers)")
                .bind("log", log)
                .bindArray("numbers", Long.class, numbers)
                .map((row, context) -> {
                    places.add(row.getInt("log"), row.getLong("seq"));
                    return true;
                })
                .list();
    }

    static String origin(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT origin FROM audit_log WHERE id = :log")
                .bind("log", log)
                .mapTo(String.class)
                .one();
    }

    /** Nobody places a hold until the transaction ends. */
    static void lockHolds(Transaction transaction) {
        transaction.handle().execute("LOCK TABLE audit_hold IN SHARE MODE");
    }

    /** A record that must be kept, and the hold that says so. */
    record Held(long seq, String hold) {}

    /** The first of these records that a hold covers, as {@link LegalHold#covers} says and the database of segments. */
    static Optional<Held> held(Transaction transaction, int log, List<Long> numbers) {
        return transaction
                .handle()
                .createQuery("SELECT r.seq, h.name FROM audit_record r JOIN audit_hold h"
                        + " ON (h.since IS NULL OR h.since <= r.time) AND (h.until IS NULL OR h.until > r.time)"
                        + " WHERE r.log = :log AND r.seq = ANY(:numbers) ORDER BY r.seq, h.placed, h.name LIMIT 1")
                .bind("log", log)
                .bindArray("numbers", Long.class, numbers)
                .map((row, context) -> new Held(row.getLong("seq"), row.getString("name")))
                .findOne();
    }

    static int forget(Transaction transaction, int log, List<Long> numbers) {
        return transaction
                .handle()
                .createUpdate("DELETE FROM audit_opening WHERE log = :log AND seq = ANY(:numbers)")
                .bind("log", log)
                .bindArray("numbers", Long.class, numbers)
                .execute();
    }
}
