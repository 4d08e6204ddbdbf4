package dev.polar.runtime.mcp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One thing that is due later; setting it anew takes the place of what was due before. */
final class Alarm {
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final AtomicReference<Optional<ScheduledFuture<?>>> due = new AtomicReference<>(Optional.empty());

    /** One thread for all, which only starts others. */
    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("polar-alarm").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** @param what only starts others */
    void in(Duration pause, Runnable what) {
        become(Optional.of(CLOCK.schedule(what, pause.toNanos(), TimeUnit.NANOSECONDS)));
    }

    void off() {
        become(Optional.empty());
    }

    private void become(Optional<ScheduledFuture<?>> other) {
        due.getAndSet(other).ifPresent(before -> before.cancel(false));
    }
}
