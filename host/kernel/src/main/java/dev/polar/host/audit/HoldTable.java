package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The SQL of legal holds. */
final class HoldTable {
    private HoldTable() {}

    static List<LegalHold> all(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT name, reason, since, until, placed, by FROM audit_hold ORDER BY placed, name")
                .map((row, context) -> new LegalHold(
                        row.getString("name"),
                        row.getString("reason"),
                        time(row, "since"),
                        time(row, "until"),
                        RecordTable.time(row, "placed"),
                        row.getString("by")))
                .list();
    }

    static void insert(Transaction transaction, LegalHold hold) {
        transaction
                .handle()
                .createUpdate("INSERT INTO audit_hold (name, reason, since, until, placed, by)"
                        + " VALUES (:name, :reason, :since, :until, :placed, :by)")
                .bind("name", hold.name())
                .bind("reason", hold.reason())
                .bind("since", hold.since().map(RecordTable::utc).orElse(null))
                .bind("until", hold.until().map(RecordTable::utc).orElse(null))
                .bind("placed", RecordTable.utc(hold.placed()))
                .bind("by", hold.by())
                .execute();
    }

    static int delete(Transaction transaction, String name) {
        return transaction
                .handle()
                .createUpdate("DELETE FROM audit_hold WHERE name = :name")
                .bind("name", name)
                .execute();
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
