package dev.polar.host.work;

import dev.polar.host.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The SQL that inbox, outbox and resumptions have in common. Time is the database's own, so that nodes agree on it. */
final class LaneTable {
    private final String table;
    private final Optional<String> due;

    /** @param due puts rows into their lanes that waited for something else */
    private LaneTable(String table, Optional<String> due) {
        this.table = table;
        this.due = due;
    }

    static LaneTable inbox() {
        return new LaneTable("inbox", Optional.empty());
    }

    static LaneTable outbox() {
        return new LaneTable("outbox", Optional.empty());
    }

    /** Held until their approval requests are decided, or have run out. */
    static LaneTable resumptions() {
        return new LaneTable(
                "resumption",
                Optional.of("UPDATE resumption SET state = 'WAITING' WHERE state = 'HELD' AND NOT EXISTS"
                        + " (SELECT FROM approval WHERE approval.id = resumption.text"
                        + " AND approval.state = 'PROPOSED' AND approval.expires_at > now())"));
    }

    /** Takes the first open row of each lane that is due, or whose taker is gone; counts it before anyone sees it. */
    List<Item> take(Transaction transaction, int most, Duration lease, Collection<Long> held) {
        due.ifPresent(transaction.handle()::execute);
        return transaction
                .handle()
                .createQuery("UPDATE " + table + " SET state = 'TAKEN', attempts = attempts + 1,"
                        + " leased_until = now() + make_interval(secs => :lease) WHERE id IN (SELECT one.id FROM "
                        + table
                        + " one WHERE (one.state = 'WAITING' AND one.due_at <= now()"
                        + " OR one.state = 'TAKEN' AND one.leased_until < now()) AND NOT one.id = ANY (:held)"
                        + " AND NOT EXISTS (SELECT FROM " + table + " before WHERE before.kind = one.kind"
                        + " AND before.account = one.account AND before.room = one.room AND before.id < one.id"
                        + " AND before.state IN ('WAITING', 'TAKEN'))"
                        + " ORDER BY one.id LIMIT :most FOR UPDATE SKIP LOCKED)"
                        + " RETURNING id, kind, account, room, person, text, attempts, trace")
                .bind("lease", seconds(lease))
                .bind("most", most)
                .bindArray("held", Long.class, held)
                .map((row, context) -> item(row))
                .list();
    }

    void renew(Transaction transaction, Collection<Long> held, Duration lease) {
        transaction
                .handle()
                .createUpdate("UPDATE " + table + " SET leased_until = now() + make_interval(secs => :lease)"
                        + " WHERE id = ANY (:held) AND state = 'TAKEN'")
                .bind("lease", seconds(lease))
                .bindArray("held", Long.class, held)
                .execute();
    }

    /** Whether it was still this taker's to finish. */
    boolean finish(Transaction transaction, Item item, String state) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE " + table + " SET state = :state, leased_until = NULL"
                                + " WHERE id = :id AND state = 'TAKEN' AND attempts = :attempts")
                        .bind("state", state)
                        .bind("id", item.id())
                        .bind("attempts", item.attempts())
                        .execute()
                == 1;
    }

    /** Back into its lane; an attempt in which nothing happened does not count. */
    void giveBack(Transaction transaction, Item item, Duration pause, boolean counts) {
        transaction
                .handle()
                .createUpdate("UPDATE " + table + " SET state = 'WAITING', leased_until = NULL,"
                        + " attempts = attempts - :uncounted, due_at = now() + make_interval(secs => :pause)"
                        + " WHERE id = :id AND state = 'TAKEN' AND attempts = :attempts")
                .bind("uncounted", counts ? 0 : 1)
                .bind("pause", seconds(pause))
                .bind("id", item.id())
                .bind("attempts", item.attempts())
                .execute();
    }

    /** Forgets what ended that long ago. */
    void prune(Transaction transaction, Duration age) {
        transaction
                .handle()
                .createUpdate("DELETE FROM " + table + " WHERE state NOT IN ('HELD', 'WAITING', 'TAKEN')"
                        + " AND made_at < now() - make_interval(secs => :age)")
                .bind("age", seconds(age))
                .execute();
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getLong("id"),
                new Room(row.getString("kind"), row.getString("account"), row.getString("room")),
                row.getString("person"),
                row.getString("text"),
                row.getInt("attempts"),
                row.getString("trace"));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
