package dev.polar.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void a_log_from_before_segments_is_moved_into_them_row_by_row() {
        database.get().write(transaction -> transaction.handle().execute("CREATE SCHEMA old"));
        var address = DatabaseAddress.of("jdbc:" + database.url().replaceFirst("//.*@", "//") + "?currentSchema=old");
        var login = DatabaseAddress.of(database.url());
        var old = new DatabaseAddress(address.jdbcUrl(), login.user(), login.password());
        database.get().write(transaction -> {
            transaction.handle().execute("SET LOCAL search_path = old");
            var before = Migrations.files().stream()
                    .takeWhile(file -> !file.startsWith("565-"))
                    .toList();
            Migrations.make(transaction.handle(), before);
            transaction
                    .handle()
                    .execute("INSERT INTO audit_log (origin, node, number, vkey) VALUES ('a', 'a', 1, ''),"
                            + " ('b', 'b', 1, '')");
            for (var rows : List.of("1, n", "2, n")) {
                transaction
                        .handle()
                        .execute("INSERT INTO audit_record (log, seq, leaf, body, time, category, action,"
                                + " stage) SELECT " + rows + ", sha256('x'), 'body', now(), 'call', 'greet', 'EVENT'"
                                + " FROM generate_series(0, " + (rows.startsWith("1") ? 70_000 : 9) + ") n");
            }
            transaction.handle().execute("INSERT INTO audit_opening VALUES (1, 69999, '/arguments', 'sealed')");
            return true;
        });
        try (var migrated = Database.at(old, 1)) {
            assertEquals(
                    List.of("1 0 65536 65536", "1 65536 131072 4465", "2 0 65536 10"),
                    migrated.read(transaction -> transaction
                            .handle()
                            .createQuery(
                                    "SELECT concat_ws(' ', s.log, s.first, s.after, count(r.*)) FROM audit_segment s"
                                            + " LEFT JOIN audit_record r ON r.log = s.log AND r.seq >= s.first AND r.seq < s.after"
                                            + " GROUP BY s.log, s.first ORDER BY s.log, s.first")
                            .mapTo(String.class)
                            .list()));
            assertEquals(
                    "audit_opening_1_65536",
                    migrated.read(transaction -> transaction
                            .handle()
                            .createQuery("SELECT tableoid::regclass::text FROM audit_opening")
                            .mapTo(String.class)
                            .one()));
            assertEquals(
                    indexes(database.get(), "public"), indexes(migrated, "old"), "with the same indexes as a new one");
        }
    }

    private static List<String> indexes(Database database, String schema) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT replace(indexdef, :schema || '.', '') FROM pg_indexes WHERE schemaname = :schema"
                        + " AND tablename IN ('audit_record', 'audit_opening') ORDER BY 1")
                .bind("schema", schema)
                .mapTo(String.class)
                .list());
    }
}
