package dev.polar.host.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * PostgreSQL as the host sees it: transactions, and a typed refusal while it does not answer. The pool connects again by
 * itself when the database comes back.
 */
public final class Database implements AutoCloseable {
    /** Remembers what it has parsed, for the pool and for every connection outside it. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private final DatabaseAddress address;
    private final Optional<Cluster> cluster;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseAddress address, Optional<Cluster> cluster, int connections) {
        this.address = address;
        this.cluster = cluster;
        this.pool = pool(address, connections);
        this.jdbi = jdbi(pool);
    }

    /**
     * Starts the embedded PostgreSQL kept under {@code dataDir} and brings its tables up to date.
     *
     * @param cacheDir where its binaries are unpacked once
     * @throws dev.polar.spi.Refusal {@code HOST_RUNNING} if another process holds the directory,
     *     {@code DATABASE_UNAVAILABLE} if it does not start
     */
    public static Database embedded(Path dataDir, Path cacheDir) {
        var cluster = Cluster.start(dataDir, cacheDir);
        try {
            return ready(new Database(cluster.address("postgres"), Optional.of(cluster), 10));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Uses an operator's PostgreSQL.
     *
     * @param url {@code postgresql://user:password@host:port/database} or a JDBC address
     * @throws dev.polar.spi.Refusal {@code SETTING_INVALID} if it is no such address, {@code DATABASE_UNAVAILABLE}
     */
    public static Database at(String url) {
        return at(DatabaseAddress.of(url), 10);
    }

    static Database at(DatabaseAddress address, int connections) {
        return ready(new Database(address, Optional.empty(), connections));
    }

    private static Database ready(Database database) {
        try {
            new Migrations(database).run();
            return database;
        } catch (RuntimeException e) {
            database.pool.close();
            throw e;
        }
    }

    /** Runs the work in one transaction, durable when this returns. */
    public <T> T write(Work<T> work) {
        try {
            return jdbi.inTransaction(handle -> work.in(new Transaction(handle)));
        } catch (RuntimeException e) {
            throw known(e);
        }
    }

    /** Runs the work in one transaction that cannot change anything. */
    public <T> T read(Work<T> work) {
        try {
            return jdbi.inTransaction(handle -> {
                handle.setReadOnly(true); // goes with the first statement, and costs no way of its own
                return work.in(new Transaction(handle));
            });
        } catch (RuntimeException e) {
            throw known(e);
        }
    }

    /**
     * A connection outside the pool that nobody else in the world has at the same time. Starts an embedded server that
     * has ended again.
     *
     * @param name shown in {@code pg_stat_activity}
     * @param number which connection
     * @param patience how long the server may take for anything
     * @throws RuntimeException that {@link Unavailable#isCauseOf} knows, or {@code DATABASE_UNAVAILABLE} while another
     *     process has it
     */
    public ExclusiveConnection exclusive(String name, int number, Duration patience) {
        return ExclusiveConnection.over(dedicated(name, patience), number, patience);
    }

    /**
     * A connection outside the pool that hears those bells.
     *
     * @param name shown in {@code pg_stat_activity}
     * @param patience how long the server may take for anything
     * @throws RuntimeException that {@link Unavailable#isCauseOf} knows
     */
    public Listening listening(String name, Duration patience, String... bells) {
        return Listening.over(dedicated(name, patience), bells);
    }

    /** A connection of one's own, outside the pool. Starts an embedded server that has ended again. */
    Handle dedicated(String name, Duration patience) {
        cluster.ifPresent(Cluster::ensureRunning);
        var source = address.source();
        source.setApplicationName(name);
        source.setReWriteBatchedInserts(true);
        int silence = (int) patience.plusSeconds(1).toSeconds();
        source.setConnectTimeout(silence);
        source.setSocketTimeout(silence);
        return jdbi(source).open();
    }

    /** An embedded server that has ended is started again by whoever notices; the next caller finds it. */
    private RuntimeException known(RuntimeException e) {
        if (Unavailable.isCauseOf(e)) {
            cluster.ifPresent(Cluster::ensureRunning);
        }
        return Unavailable.or(e);
    }

    /**
     * Lets a login in that does not own the tables: it may add to the audit log and not change it.
     *
     * @param mayPrune whether it may drop segments of the log whose pruning is on record
     * @throws Refusal {@code SETTING_INVALID} if there is no such login, or it could act as the owner
     */
    public void admit(String login, boolean mayPrune) {
        try {
            write(transaction -> transaction
                    .handle()
                    .createQuery("SELECT polar_grant(:login, :mayPrune)")
                    .bind("login", login)
                    .bind("mayPrune", mayPrune)
                    .mapTo(String.class)
                    .list());
        } catch (UnableToExecuteStatementException e) {
            throw new Refusal(
                    Code.SETTING_INVALID,
                    "'" + login + "' is not let in: "
                            + String.valueOf(e.getCause().getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    "CREATE ROLE LOGIN LOGIN PASSWORD '...'; the login in database.url has to own the tables");
        }
    }

    DatabaseAddress address() {
        return address;
    }

    /** The value of a server setting such as {@code fsync}. */
    public String show(String setting) {
        return read(transaction -> transaction
                .handle()
                .createQuery("SELECT current_setting(:setting)")
                .bind("setting", setting)
                .mapTo(String.class)
                .one());
    }

    /** Whether the database answers now. */
    public boolean answers() {
        try (var connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException | HikariPool.PoolInitializationException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
        cluster.ifPresent(Cluster::close);
    }

    private static Jdbi jdbi(DataSource source) {
        return Jdbi.create(source)
                .configure(SqlStatements.class, statements -> statements.setSqlParser(PARSER))
                .installPlugin(new PostgresPlugin())
                .registerColumnMapper(new JsonColumn.Mappers())
                .registerArgument(new JsonColumn.Arguments());
    }

    private static HikariDataSource pool(DatabaseAddress address, int connections) {
        var config = new HikariConfig();
        var source = address.source();
        source.setApplicationName("polar");
        source.setReWriteBatchedInserts(true);
        source.setConnectTimeout(2);
        source.setSocketTimeout(60);
        config.setDataSource(source);
        config.setPoolName("polar");
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
