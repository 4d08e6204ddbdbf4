package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/**
 * Puts a dump in place of what a database holds, in one transaction. The tables that were there are set aside in a schema
 * of their own, which is there exactly if the new ones are.
 */
public final class Load implements AutoCloseable {
    /** The longest the server may stay silent; indexes are built in one statement. */
    private static final Duration SILENCE = Duration.ofMinutes(30);

    private final Optional<Cluster> cluster;
    private final Handle handle;
    private Set<String> known = Set.of();

    private Load(Optional<Cluster> cluster, DatabaseAddress address) {
        this.cluster = cluster;
        var source = address.source();
        source.setApplicationName("polar-restore");
        source.setConnectTimeout(10);
        source.setSocketTimeout((int) SILENCE.toSeconds());
        this.handle = Jdbi.create(source).open();
    }

    /** Into a new embedded PostgreSQL under that directory. */
    public static Load embedded(Path directory, Path cacheDir) {
        var cluster = Cluster.start(directory, cacheDir);
        try {
            return new Load(Optional.of(cluster), cluster.address("postgres"));
        } catch (RuntimeException e) {
            cluster.close();
            throw Unavailable.or(e);
        }
    }

    /** Into an operator's PostgreSQL. */
    public static Load at(String url) {
        try {
            return new Load(Optional.empty(), DatabaseAddress.of(url));
        } catch (RuntimeException e) {
            throw Unavailable.or(e);
        }
    }

    /** Ends the server that a killed host left behind on that data directory. */
    public static void endServerOf(Path dataDir) {
        ServerProcess.of(dataDir.resolve("postgres")).ifPresent(ServerProcess::stop);
    }

    /** Whether what was loaded under that name was committed. */
    public boolean isDone(String aside) {
        return handle.createQuery("SELECT count(*) FROM pg_namespace WHERE nspname = :name")
                        .bind("name", aside)
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    /**
     * Begins: sets aside what is there and makes the tables as the dump had them.
     *
     * @param aside the schema for what is there, {@code [a-z0-9_]+}
     * @throws Refusal {@code STATE_CONFLICT} if the dump was made by a Polar with other migrations
     */
    public void begin(String aside, Map<String, String> migrations) {
        Migrations.requireKnown(migrations);
        handle.begin();
        Migrations.setAside(handle, aside);
        Migrations.make(handle, migrations.keySet());
        known = Set.copyOf(Migrations.tables(migrations.keySet()));
    }

    /** Loads one table, whose rows are read to their end. */
    public long table(Dump.Table table, InputStream rows) throws IOException {
        if (!known.contains(table.name())) {
            // A backup is somebody's file, and this connection may be allowed to write the server's own tables.
            throw new Refusal(Code.BACKUP_DAMAGED, "'" + table.name() + "' is no table of Polar", "use another backup");
        }
        handle.execute("DELETE FROM " + table.name());
        var columns = table.columns().stream().map(Load::name).toList();
        try {
            long loaded = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table.name() + " (" + String.join(", ", columns) + ") FROM STDIN", rows);
            table.counters()
                    .forEach((column, last) -> handle.createQuery(
                                    "SELECT setval(CAST(pg_get_serial_sequence(:table, :column) AS regclass), :last)")
                            .bind("table", table.name())
                            .bind("column", column)
                            .bind("last", last)
                            .mapTo(Long.class)
                            .one());
            return loaded;
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("table " + table.name() + " cannot be loaded", e));
        }
    }

    /** Runs work on what was loaded. */
    public <T> T with(Work<T> work) {
        return work.in(new Transaction(handle));
    }

    /** From here on it is there, whatever happens. */
    public void commit() {
        handle.commit();
    }

    /** Without {@link #commit} nothing has changed. */
    @Override
    public void close() {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
            handle.close();
        } finally {
            cluster.ifPresent(Cluster::close);
        }
    }

    private static String name(String text) {
        if (!text.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new Refusal(
                    Code.BACKUP_DAMAGED, "'" + text + "' is no name of a table or column", "use another backup");
        }
        return text;
    }
}
