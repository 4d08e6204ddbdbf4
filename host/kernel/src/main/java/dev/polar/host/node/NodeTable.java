package dev.polar.host.node;

import dev.polar.host.store.Transaction;
import java.time.OffsetDateTime;
import java.util.List;

/** The SQL of nodes. */
final class NodeTable {
    private NodeTable() {}

    /** Rises with every committed change of consents and catalog; what it counts is visible to whoever reads it. */
    static long epoch(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT epoch FROM trust_epoch")
                .mapTo(Long.class)
                .one();
    }

    static void renew(Transaction transaction, String name, String address, long acknowledged) {
        transaction
                .handle()
                .createUpdate("INSERT INTO node (name, address, acknowledged) VALUES (:name, :address, :acknowledged)"
                        + " ON CONFLICT (name) DO UPDATE SET address = excluded.address,"
                        + " acknowledged = excluded.acknowledged, renewals = node.renewals + 1,"
                        + " renewed = clock_timestamp()")
                .bind("name", name)
                .bind("address", address)
                .bind("acknowledged", acknowledged)
                .execute();
    }

    /** Every node that renewed within a day, in order of names. */
    static List<Row> list(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT name, address, acknowledged, renewals, renewed FROM node"
                        + " WHERE renewed > clock_timestamp() - interval '1 day' ORDER BY name")
                .map((row, context) -> new Row(
                        row.getString("name"),
                        row.getString("address"),
                        row.getLong("acknowledged"),
                        row.getLong("renewals"),
                        row.getObject("renewed", OffsetDateTime.class).toInstant()))
                .list();
    }

    static void leave(Transaction transaction, String name) {
        transaction
                .handle()
                .createUpdate("DELETE FROM node WHERE name = :name")
                .bind("name", name)
                .execute();
    }
}
