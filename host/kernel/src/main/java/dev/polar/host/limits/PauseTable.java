package dev.polar.host.limits;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The SQL of pauses; each host has its own. */
final class PauseTable {
    static final String CALLER = "caller";
    static final String PLUGIN = "plugin";

    private PauseTable() {}

    /** @param content of a plugin; empty of a caller */
    record Row(String kind, String name, String content, Pause pause) {}

    static void put(Transaction transaction, String node, Row row) {
        transaction
                .handle()
                .createUpdate("INSERT INTO limit_pause (node, kind, name, content, strikes, at, until)"
                        + " VALUES (:node, :kind, :name, :content, :strikes, :at, :until)"
                        + " ON CONFLICT (node, kind, name, content) DO UPDATE"
                        + " SET strikes = excluded.strikes, at = excluded.at, until = excluded.until")
                .bind("node", node)
                .bind("kind", row.kind())
                .bind("name", row.name())
                .bind("content", row.content())
                .bind("strikes", row.pause().strikes())
                .bind("at", utc(row.pause().at()))
                .bind("until", row.pause().until().map(PauseTable::utc).orElse(null))
                .execute();
    }

    static void remove(Transaction transaction, String node, String kind, String name, String content) {
        transaction
                .handle()
                .createUpdate("DELETE FROM limit_pause WHERE node = :node AND kind = :kind AND name = :name"
                        + " AND content = :content")
                .bind("node", node)
                .bind("kind", kind)
                .bind("name", name)
                .bind("content", content)
                .execute();
    }

    /** Of that name, or of a server of the plugin of that name. */
    private static final String COVERED =
            "kind = :kind AND (name = :name OR kind = '" + PLUGIN + "' AND starts_with(name, :name || '/'))";

    /** On every host. */
    static void resume(Transaction transaction, String kind, String name) {
        transaction
                .handle()
                .createUpdate("DELETE FROM limit_pause WHERE " + COVERED)
                .bind("kind", kind)
                .bind("name", name)
                .execute();
    }

    static boolean any(Transaction transaction, String kind, String name) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM limit_pause WHERE " + COVERED + ")")
                .bind("kind", kind)
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    static List<Row> of(Transaction transaction, String node) {
        return transaction
                .handle()
                .createQuery("SELECT kind, name, content, strikes, at, until FROM limit_pause WHERE node = :node")
                .bind("node", node)
                .map((row, context) -> new Row(
                        row.getString("kind"),
                        row.getString("name"),
                        row.getString("content"),
                        new Pause(
                                row.getInt("strikes"),
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                Optional.ofNullable(row.getObject("until", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant))))
                .list();
    }

    /** What ended so long ago that it counts for nothing. */
    static void forget(Transaction transaction, String node, Instant before) {
        transaction
                .handle()
                .createUpdate("DELETE FROM limit_pause WHERE node = :node AND until < :before")
                .bind("node", node)
                .bind("before", utc(before))
                .execute();
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
