package dev.polar.host.store;

import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * A connection outside the pool that holds a lock: of all processes on this database at most one has the connection of
 * the same number. When it is lost, the next one is granted only after the server has ended the old one, so whatever the
 * old one had begun is decided by then.
 */
public final class ExclusiveConnection implements AutoCloseable {
    /** Keeps our numbers apart from other users of advisory locks. */
    private static final long OURS = 0x706f6c6172L << 24;

    private static final String ATTEMPT = "attempt";

    private final Transaction transaction;

    private ExclusiveConnection(Handle handle) {
        this.transaction = new Transaction(handle);
    }

    /** Takes the lock and sets every limit of the session from {@code patience}; closes the handle if it cannot. */
    static ExclusiveConnection over(Handle handle, int number, Duration patience) {
        try {
            handle.execute("SET statement_timeout = " + patience.toMillis() * 3 / 4);
            handle.execute("SET lock_timeout = " + patience.toMillis() / 2);
            handle.execute("SET synchronous_commit = on");
            // If the network loses us, the server shall notice soon: until it does, the lock bars our own return.
            handle.execute("SET idle_in_transaction_session_timeout = " + patience.toMillis());
            handle.execute(
                    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3");
            var granted = handle.createQuery("SELECT pg_try_advisory_lock(:number)")
                    .bind("number", OURS + number)
                    .mapTo(Boolean.class)
                    .one();
            if (!granted) {
                throw Unavailable.refusal();
            }
            return new ExclusiveConnection(handle);
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** Outside {@link #begin} and {@link #commit} each statement is a transaction of its own. */
    public Transaction transaction() {
        return transaction;
    }

    public Transaction begin() {
        transaction.handle().begin();
        return transaction;
    }

    /** Runs work inside the open transaction; what it throws undoes that work alone and is thrown on. */
    public <T> T attempt(Work<T> work) {
        transaction.handle().savepoint(ATTEMPT);
        T result;
        try {
            result = work.in(transaction);
        } catch (RuntimeException | Error e) {
            // Throws in its turn if the connection is gone: then it is not this work that failed.
            transaction.handle().rollbackToSavepoint(ATTEMPT);
            throw new Undone(e);
        }
        transaction.handle().releaseSavepoint(ATTEMPT);
        return result;
    }

    /** Work failed and was undone; the transaction goes on. The cause is what the work threw. */
    public static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undone(Throwable cause) {
            super(cause);
        }
    }

    public void commit() {
        transaction.handle().commit();
    }

    public void rollback() {
        transaction.handle().rollback();
    }

    /** Never throws: a connection that is given up may be lost already. */
    @Override
    public void close() {
        try {
            transaction.handle().close();
        } catch (RuntimeException e) {
            // it was lost
        }
    }
}
