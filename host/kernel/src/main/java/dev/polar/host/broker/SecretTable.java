package dev.polar.host.broker;

import dev.polar.host.store.Transaction;
import dev.polar.spi.PluginId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The SQL of secrets. */
final class SecretTable {
    private static final String COLUMNS = "plugin, publisher, name, version, sealed, set_at";
    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            new Owner(new PluginId(row.getString("plugin")), row.getString("publisher")),
            row.getString("name"),
            row.getLong("version"),
            row.getBytes("sealed"),
            row.getTimestamp("set_at").toInstant());

    private SecretTable() {}

    /** @param version of the consent it was set with */
    record Row(Owner owner, String name, long version, byte[] sealed, Instant setAt) {}

    static List<Row> all(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM secret ORDER BY plugin, publisher, name")
                .map(ROW)
                .list();
    }

    static Optional<Row> find(Transaction transaction, Owner owner, String name) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS
                        + " FROM secret WHERE plugin = :plugin AND publisher = :publisher AND name = :name")
                .bind("plugin", owner.plugin().name())
                .bind("publisher", owner.publisher())
                .bind("name", name)
                .map(ROW)
                .findOne();
    }

    static void put(Transaction transaction, Owner owner, String name, long version, byte[] sealed) {
        transaction
                .handle()
                .createUpdate("INSERT INTO secret (" + COLUMNS + ")"
                        + " VALUES (:plugin, :publisher, :name, :version, :sealed, now())"
                        + " ON CONFLICT (plugin, publisher, name)"
                        + " DO UPDATE SET version = excluded.version, sealed = excluded.sealed, set_at = now()")
                .bind("plugin", owner.plugin().name())
                .bind("publisher", owner.publisher())
                .bind("name", name)
                .bind("version", version)
                .bind("sealed", sealed)
                .execute();
    }

    static void remove(Transaction transaction, Owner owner, String name) {
        transaction
                .handle()
                .createUpdate("DELETE FROM secret WHERE plugin = :plugin AND publisher = :publisher AND name = :name")
                .bind("plugin", owner.plugin().name())
                .bind("publisher", owner.publisher())
                .bind("name", name)
                .execute();
    }
}
