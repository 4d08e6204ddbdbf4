package dev.polar.host.store;

import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/** A connection of one's own that hears bells; each statement on it is a transaction of its own. */
public final class Listening implements AutoCloseable {
    private final Transaction transaction;

    private Listening(Handle handle) {
        this.transaction = new Transaction(handle);
    }

    static Listening over(Handle handle, String... bells) {
        try {
            for (var bell : bells) {
                handle.execute("LISTEN " + Bell.named(bell));
            }
            return new Listening(handle);
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    public Transaction transaction() {
        return transaction;
    }

    /**
     * Returns when a bell rang, or after that time.
     *
     * @throws RuntimeException that {@link Unavailable#isCauseOf} knows if the connection is lost
     */
    public void await(Duration atMost) {
        try {
            transaction.handle().getConnection().unwrap(PGConnection.class).getNotifications(Math.max(1, (int)
                    atMost.toMillis()));
        } catch (SQLException lost) {
            throw Unavailable.refusal();
        }
    }

    /** Never throws: a connection that is given up may be lost already. */
    @Override
    public void close() {
        try {
            transaction.handle().close();
        } catch (RuntimeException e) {
            // It was lost.
        }
    }
}
