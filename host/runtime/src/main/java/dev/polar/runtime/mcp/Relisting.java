package dev.polar.runtime.mcp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Lists again in the background: not twice at once, not for each of a flood of notices, and once more after the last; and
 * when a list has aged, so that a server that changes and tells nobody is found out without a call.
 */
final class Relisting {
    private static final long PAUSE = 200_000_000;

    private final String name;
    private final Runnable relist;
    private final AtomicInteger wishes = new AtomicInteger();
    private final Alarm aged = new Alarm();

    Relisting(String name, Runnable relist) {
        this.name = name;
        this.relist = relist;
    }

    /** Instead of what was wished for before. */
    void after(Duration pause) {
        aged.in(pause, this::soon);
    }

    /** Not any more by itself. */
    void end() {
        aged.off();
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
