package dev.polar.host.revocation;

import dev.polar.host.store.Transaction;
import java.util.List;

/** The newest list of each source, as it was signed; believed by nobody before it verifies. */
final class ListTable {
    private ListTable() {}

    record Row(String source, long version, String envelope) {}

    /** Which rows there are, in whose version, and what the database itself says of when they were written. */
    static List<String> marks(Transaction transaction) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT xmin || ' ' || ctid || ' ' || version || ' ' || source AS mark FROM revocation_list"
                                + " ORDER BY source")
                .mapTo(String.class)
                .list();
    }

    static List<Row> all(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT source, version, envelope FROM revocation_list ORDER BY source")
                .map((row, context) ->
                        new Row(row.getString("source"), row.getLong("version"), row.getString("envelope")))
                .list();
    }

    /** Takes the place of any other: whoever writes has the newest that verifies. */
    static void put(Transaction transaction, String source, long version, String envelope) {
        transaction
                .handle()
                .createUpdate("INSERT INTO revocation_list (source, version, envelope)"
                        + " VALUES (:source, :version, :envelope) ON CONFLICT (source)"
                        + " DO UPDATE SET version = EXCLUDED.version, envelope = EXCLUDED.envelope")
                .bind("source", source)
                .bind("version", version)
                .bind("envelope", envelope)
                .execute();
    }
}
