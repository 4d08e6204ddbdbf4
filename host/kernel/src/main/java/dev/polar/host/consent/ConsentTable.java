package dev.polar.host.consent;

import dev.polar.host.store.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The rows. What they mean is in the envelopes alone; object and version only keep two of a kind apart. */
final class ConsentTable {
    private ConsentTable() {}

    /**
     * One row as stored, believed by nobody.
     *
     * @param mark the transaction that wrote it and where it lies: of a row that was written again, another one
     */
    record Row(long seq, String mark, String object, long version, String envelope) {}

    private static final String MARK = "xmin || ' ' || ctid";

    static boolean any(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM consent)")
                .mapTo(Boolean.class)
                .one();
    }

    /** The digest of what {@link Rows#text} says of the rows that are there. */
    static String stamp(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT encode(sha256(convert_to(coalesce(string_agg(seq || ' ' || " + MARK
                        + ", ',' ORDER BY seq), ''), 'UTF8')), 'hex') FROM consent")
                .mapTo(String.class)
                .one();
    }

    /** The mark of each row, in order. */
    static SequencedMap<Long, String> marks(Transaction transaction) {
        var marks = new LinkedHashMap<Long, String>();
        transaction
                .handle()
                .createQuery("SELECT seq, " + MARK + " AS mark FROM consent ORDER BY seq")
                .map((row, context) -> Map.entry(row.getLong("seq"), row.getString("mark")))
                .forEach(entry -> marks.put(entry.getKey(), entry.getValue()));
        return marks;
    }

    static List<Row> rows(Transaction transaction, Collection<Long> seqs) {
        return transaction
                .handle()
                .createQuery("SELECT seq, " + MARK + " AS mark, object, version, envelope FROM consent"
                        + " WHERE seq = ANY(:seqs)")
                .bindArray("seqs", Long.class, seqs.toArray())
                .map((row, context) -> new Row(
                        row.getLong("seq"),
                        row.getString("mark"),
                        row.getString("object"),
                        row.getLong("version"),
                        row.getString("envelope")))
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
