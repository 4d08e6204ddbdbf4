package dev.polar.runtime.mcp;

import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Opens a server again that ended while somebody waits for what it says: no call comes that would find out. It is opened as
 * often as a call might have it opened, and no more when that is spent.
 */
record BringingBack(String label, BooleanSupplier awaited, Consumer<Instant> opening) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE = 1_000;

    /** Does not wait. */
    void begin() {
        if (awaited.getAsBoolean()) {
            Thread.ofVirtual().name("bring back " + label).start(this::work);
        }
    }

    private void work() {
        while (awaited.getAsBoolean()) {
            try {
                opening.accept(Instant.now().plus(PATIENCE));
                return;
            } catch (Refusal notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause(notYet)));
            }
        }
    }

    private static long pause(Refusal notYet) {
        return Optional.ofNullable(notYet.details().get("retryAfterMillis"))
                .map(Long::parseLong)
                .orElse(PAUSE);
    }
}
