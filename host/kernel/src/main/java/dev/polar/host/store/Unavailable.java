package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Tells a database that does not answer from a statement that is wrong. */
public final class Unavailable {
    /** Classes of SQLState: connection, resources, operator intervention (shutdown, cancel), system error. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

    /** A lock that was not granted in time; with our timeouts it says the same as silence. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Unavailable() {}

    /** {@code DATABASE_UNAVAILABLE} if that is what happened, else the exception itself. */
    public static RuntimeException or(RuntimeException e) {
        return isCauseOf(e) ? refusal() : e;
    }

    /** Whether the database did not answer, was shut down or ran out of something. */
    public static boolean isCauseOf(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && (CLASSES.contains(sql.getSQLState().substring(0, 2))
                            || sql.getSQLState().equals(LOCK_NOT_AVAILABLE))) {
                return true;
            }
        }
        return false;
    }

    /** The refusal itself. */
    public static Refusal refusal() {
        return new Refusal(
                Code.DATABASE_UNAVAILABLE,
                "the database does not answer",
                "polar doctor shows its address and state; the host connects again by itself");
    }
}
