package dev.polar.host.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * All tables as of one moment, while others go on writing: one transaction that sees one snapshot, and PostgreSQL's own
 * {@code COPY}. Rows pass through; none is kept.
 */
public final class Dump {
    /** The longest the server may stay silent. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private Dump() {}

    /**
     * A table that was read.
     *
     * @param columns those that hold data of their own, in order
     * @param next by column that counts by itself, the last number it gave
     */
    public record Table(String name, List<String> columns, Map<String, Long> counters, long rows) {}

    /** Where a table's rows go, in the text form of {@code COPY}. */
    public interface Target {
        OutputStream open(String table) throws IOException;
    }

    /** What was dumped, in an order in which it can be loaded again, and the migrations that made it, file and digest. */
    public record Contents(List<Table> tables, Map<String, String> migrations) {}

    /** Copies every table. */
    public static Contents of(Database database, Target target) throws IOException {
        try (var handle = database.dedicated("polar-backup", SILENCE)) {
            handle.begin();
            handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            var migrations = Migrations.applied(handle);
            var tables = new ArrayList<Table>();
            for (var name : Migrations.tables(migrations.keySet())) {
                tables.add(copy(handle, name, target));
            }
            handle.commit();
            return new Contents(tables, new TreeMap<>(migrations));
        }
    }

    private static Table copy(Handle handle, String name, Target target) throws IOException {
        var columns = columns(handle, name);
        try (var out = target.open(name)) {
            // A partitioned table itself cannot be copied.
            var sql = "COPY (SELECT " + String.join(", ", columns) + " FROM " + name + ") TO STDOUT";
            long rows = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(sql, out);
            return new Table(name, columns, counters(handle, name), rows);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("table " + name + " cannot be read", e));
        }
    }

    private static List<String> columns(Handle handle, String table) {
        return handle.createQuery("SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
                        + " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum")
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }

    private static Map<String, Long> counters(Handle handle, String table) {
        var counters = new TreeMap<String, Long>();
        var counting = handle.createQuery("SELECT attname FROM pg_attribute"
                        + " WHERE attrelid = CAST(:table AS regclass) AND attidentity <> '' ORDER BY attnum")
                .bind("table", table)
                .mapTo(String.class)
                .list();
        for (var column : counting) {
            handle.createQuery(
                            "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, :column) AS regclass))")
                    .bind("table", table)
                    .bind("column", column)
                    .map((row, context) -> row.getLong(1))
                    .findOne()
                    .filter(last -> last > 0)
                    .ifPresent(last -> counters.put(column, last));
        }
        return counters;
    }
}
