package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import java.util.Optional;

/** The logs there are. */
final class LogTable {
    private LogTable() {}

    record Row(int id, String origin, int number, String vkey) {}

    static Optional<Row> newest(Transaction transaction, String node) {
        return transaction
                .handle()
                .createQuery("SELECT id, origin, number, vkey FROM audit_log WHERE node = :node"
                        + " ORDER BY number DESC LIMIT 1")
                .bind("node", node)
                .map((row, context) ->
                        new Row(row.getInt("id"), row.getString("origin"), row.getInt("number"), row.getString("vkey")))
                .findOne();
    }

    static int insert(Transaction transaction, String origin, String node, int number, String vkey) {
        return transaction
                .handle()
                .createQuery("INSERT INTO audit_log (origin, node, number, vkey)"
                        + " VALUES (:origin, :node, :number, :vkey) RETURNING id")
                .bind("origin", origin)
                .bind("node", node)
                .bind("number", number)
                .bind("vkey", vkey)
                .mapTo(Integer.class)
                .one();
    }

    /** The id that all nodes of one database share. */
    static String installation(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT CAST(id AS text) FROM installation")
                .mapTo(String.class)
                .one();
    }
}
