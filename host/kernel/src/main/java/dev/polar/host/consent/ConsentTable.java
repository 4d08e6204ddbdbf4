package dev.polar.host.consent;

import dev.polar.host.store.Transaction;
import java.util.Collection;
import java.util.List;

/** The rows. What they mean is in the envelopes alone; object and version only keep two of a kind apart. */
final class ConsentTable {
    private ConsentTable() {}

    /** One row as stored, believed by nobody. */
    record Row(long seq, String object, long version, String envelope) {}

    static boolean any(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM consent)")
                .mapTo(Boolean.class)
                .one();
    }

    static List<Row> all(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT seq, object, version, envelope FROM consent ORDER BY seq")
                .map((row, context) -> new Row(
                        row.getLong("seq"), row.getString("object"), row.getLong("version"), row.getString("envelope")))
                .list();
    }

    /** Whether the row was written; it is not if that version of the object exists. */
    static boolean insert(Transaction transaction, String object, long version, String envelope) {
        return transaction
                        .handle()
                        .createUpdate("INSERT INTO consent (object, version, envelope)"
                                + " VALUES (:object, :version, :envelope) ON CONFLICT (object, version) DO NOTHING")
                        .bind("object", object)
                        .bind("version", version)
                        .bind("envelope", envelope)
                        .execute()
                == 1;
    }

    static void delete(Transaction transaction, Collection<Long> rows) {
        if (!rows.isEmpty()) {
            transaction
                    .handle()
                    .createUpdate("DELETE FROM consent WHERE seq IN (<rows>)")
                    .bindList("rows", List.copyOf(rows))
                    .execute();
        }
    }
}
