package dev.polar.runtime.mcp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Lists again in the background: not twice at once, not for each of a flood of notices, and once more after the last; and
 * when a list has aged, so that a server that changes and tells nobody is found out without a call.
 */
final class Relisting {
    private static final long PAUSE = 200_000_000;
    static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final String name;
    private final Runnable relist;
    private final AtomicInteger wishes = new AtomicInteger();
    private final AtomicReference<Optional<ScheduledFuture<?>>> next = new AtomicReference<>(Optional.empty());

    Relisting(String name, Runnable relist) {
        this.name = name;
        this.relist = relist;
    }

    /** One thread for all, which only starts others. */
    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("polar-relist").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Instead of what was wished for before. */
    void after(Duration pause) {
        become(Optional.of(CLOCK.schedule(this::soon, pause.toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** Not any more by itself. */
    void end() {
        become(Optional.empty());
    }

    private void become(Optional<ScheduledFuture<?>> other) {
        next.getAndSet(other).ifPresent(before -> before.cancel(false));
    }

    void soon() {
        if (wishes.getAndIncrement() == 0) {
            Thread.ofVirtual().name(name).start(this::work);
        }
    }

    private void work() {
        int seen = 1;
        do {
            seen = wishes.get();
            relist.run();
            LockSupport.parkNanos(PAUSE);
        } while (!wishes.compareAndSet(seen, 0));
    }
}
