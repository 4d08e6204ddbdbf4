package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The statement that writes a batch, records and openings: one way to the server and one plan however many there are,
 * each column an array. On a busy machine it is the number of ways that a caller waits for.
 */
final class BatchTable {
    private static final String INSERT = """
            WITH record AS (
                INSERT INTO audit_record (log, seq, leaf, body, time, category, action, stage, intent, decision, plugin,
                                          caller_kind, caller, trace, approval)
                SELECT ?, seq, leaf, body, timestamptz 'epoch' + micros * interval '1 microsecond', category, action, stage,
                       intent, decision, plugin, caller_kind, caller, trace, approval
                FROM unnest(?::bigint[], ?::bytea[], ?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     AS fresh (seq, leaf, body, micros, category, action, stage, intent, decision, plugin, caller_kind,
                               caller, trace, approval))
            INSERT INTO audit_opening (log, seq, field, sealed)
            SELECT ?, seq, field, sealed FROM unnest(?::bigint[], ?::text[], ?::bytea[]) AS fresh (seq, field, sealed)""";

    private BatchTable() {}

    static void insert(Transaction transaction, int log, List<Entry> entries, MasterKey key) {
        var hidden = entries.stream()
                .flatMap(entry -> entry.sealed(log, key).stream())
                .toList();
        var connection = transaction.handle().getConnection();
        try (var insert = connection.prepareStatement(INSERT)) {
            var arrays = new Arrays(connection, insert);
            arrays.number(log);
            arrays.of("bigint", entries, Entry::seq);
            arrays.of("bytea", entries, entry -> entry.record().leaf().bytes());
            arrays.of("bytea", entries, entry -> entry.record().bytes());
            arrays.of("bigint", entries, Entry::micros);
            arrays.of("text", entries, entry -> entry.columns().category());
            arrays.of("text", entries, entry -> entry.columns().action());
            arrays.of("text", entries, entry -> entry.columns().stage());
            arrays.text(entries, Prepared.Columns::intent);
            arrays.text(entries, Prepared.Columns::decision);
            arrays.text(entries, Prepared.Columns::plugin);
            arrays.text(entries, Prepared.Columns::callerKind);
            arrays.text(entries, Prepared.Columns::caller);
            arrays.text(entries, Prepared.Columns::trace);
            arrays.text(entries, Prepared.Columns::approval);
            arrays.number(log);
            arrays.of("bigint", hidden, Entry.Sealed::seq);
            arrays.of("text", hidden, Entry.Sealed::field);
            arrays.of("bytea", hidden, Entry.Sealed::bytes);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the batch was not written", e);
        }
    }

    /** Parameters, one after the other. */
    private static final class Arrays {
        private final Connection connection;
        private final PreparedStatement statement;
        private int at;

        Arrays(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void number(int value) throws SQLException {
            statement.setInt(++at, value);
        }

        <T> void of(String type, List<T> rows, Function<T, ? extends @Nullable Object> column) throws SQLException {
            @Nullable
            Object[] values = switch (type) {
                case "bigint" -> new Long[rows.size()];
                case "bytea" -> new byte[rows.size()][];
                default -> new String[rows.size()];
            };
            for (int i = 0; i < values.length; i++) {
                values[i] = column.apply(rows.get(i));
            }
            statement.setArray(++at, connection.createArrayOf(type, values));
        }

        void text(List<Entry> rows, Function<Prepared.Columns, Optional<String>> column) throws SQLException {
            of("text", rows, entry -> {
                var columns = entry.columns();
                return columns.column(column.apply(columns));
            });
        }
    }
}
