package dev.polar.host.store;

import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * Rings when any node said that there is something to do, and at least every so often: a ring may be lost with its
 * connection, the work is in a table.
 */
public final class Bell implements AutoCloseable {
    private final Database database;
    private final String name;
    private final Duration atLeastEvery;
    private final Runnable rung;
    private final Thread listener;
    private volatile boolean closed;

    private Bell(Database database, String name, Duration atLeastEvery, Runnable rung) {
        this.database = database;
        this.name = name;
        this.atLeastEvery = atLeastEvery;
        this.rung = rung;
        this.listener = Thread.ofVirtual().name("bell-" + name).unstarted(this::listen);
    }

    /**
     * Starts listening.
     *
     * @param name lower-case letters and underscores
     * @param rung must not block for long
     */
    public static Bell hang(Database database, String name, Duration atLeastEvery, Runnable rung) {
        var bell = new Bell(database, named(name), atLeastEvery, rung);
        bell.listener.start();
        return bell;
    }

    /** The name, if it is one that can stand in a statement. */
    static String named(String name) {
        if (!name.matches("[a-z_]{1,40}")) {
            throw new IllegalArgumentException("not a bell's name: " + name);
        }
        return name;
    }

    /** Rings that bell on every node when the transaction commits. */
    public static void ring(Transaction transaction, String name) {
        transaction.handle().execute("SELECT pg_notify(?, '')", name);
    }

    private void listen() {
        while (!closed) {
            try (var handle = database.dedicated("polar-" + name, atLeastEvery.multipliedBy(3))) {
                handle.execute("LISTEN " + name);
                hear(handle);
            } catch (SQLException | RuntimeException lost) {
                rung.run();
                pause();
            }
        }
    }

    private void hear(Handle handle) throws SQLException {
        var connection = handle.getConnection().unwrap(PGConnection.class);
        while (!closed) {
            rung.run();
            connection.getNotifications((int) atLeastEvery.toMillis());
        }
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            // Closed, or about to find out that it is not.
        }
    }

    @Override
    public void close() {
        closed = true;
        listener.interrupt();
        try {
            listener.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
