package dev.polar.host.work;

import dev.polar.host.node.Lease;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.function.Supplier;

/** What has happened is written down, however long the database takes to come back. */
final class Persistence {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Persistence() {}

    /** Ends early only when interrupted, which closing does. */
    static void untilWritten(Supplier<?> write) {
        while (true) {
            try {
                write.get();
                return;
            } catch (Refusal refusal) {
                if (refusal.code() == Code.STATE_CONFLICT) {
                    return;
                }
                if (!isPassing(refusal)) {
                    throw refusal;
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether nothing was done and the same may go through later. */
    static boolean isPassing(Refusal refusal) {
        return switch (refusal.code()) {
            case DATABASE_UNAVAILABLE, AUDIT_UNAVAILABLE -> true;
            case NODE_FENCED -> !refusal.details().containsKey(Lease.RAN);
            default -> false;
        };
    }
}
