package dev.polar.host.limits;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The SQL of budgets. Whoever counts takes a turn first: hosts that count for several callers in one transaction, each in
 * the order of its own, would otherwise wait for each other for ever.
 */
final class BudgetTable {
    /** Any constant of our own. */
    private static final long TURN = 0x706f6c6172L << 16 | 320;

    private BudgetTable() {}

    /** One budget as it stands. */
    record Row(String budget, String subject, Instant period, long used, long reserved) {}

    static boolean reserve(Transaction transaction, Budgets.Charge charge) {
        return transaction
                        .handle()
                        .createUpdate("""
                                WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(:turn))
                                INSERT INTO budget_use AS b (budget, subject, period, used, reserved)
                                SELECT :budget, :subject, :period, 0, :units FROM turn
                                ON CONFLICT (budget, subject, period) DO UPDATE
                                SET reserved = b.reserved + excluded.reserved
                                WHERE b.used + b.reserved + excluded.reserved <= :most""")
                        .bind("turn", TURN)
                        .bind("budget", charge.budget())
                        .bind("subject", charge.subject())
                        .bind("period", utc(charge.period()))
                        .bind("units", charge.units())
                        .bind("most", charge.most())
                        .execute()
                == 1;
    }

    static void settle(Transaction transaction, Budgets.Charge charge, long spent) {
        transaction
                .handle()
                .createUpdate("""
                        WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(:turn))
                        UPDATE budget_use SET reserved = reserved - :units, used = used + :spent FROM turn
                        WHERE budget = :budget AND subject = :subject AND period = :period""")
                .bind("turn", TURN)
                .bind("units", charge.units())
                .bind("spent", spent)
                .bind("budget", charge.budget())
                .bind("subject", charge.subject())
                .bind("period", utc(charge.period()))
                .execute();
    }

    /** Those of periods that began since then. */
    static List<Row> since(Transaction transaction, Instant period) {
        return transaction
                .handle()
                .createQuery("SELECT budget, subject, period, used, reserved FROM budget_use WHERE period >= :period"
                        + " ORDER BY budget, subject, period")
                .bind("period", utc(period))
                .map((row, context) -> new Row(
                        row.getString("budget"),
                        row.getString("subject"),
                        row.getObject("period", OffsetDateTime.class).toInstant(),
                        row.getLong("used"),
                        row.getLong("reserved")))
                .list();
    }

    static void forget(Transaction transaction, Instant before) {
        transaction
                .handle()
                .createUpdate("DELETE FROM budget_use WHERE period < :before")
                .bind("before", utc(before))
                .execute();
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
