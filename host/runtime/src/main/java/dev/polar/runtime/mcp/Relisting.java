package dev.polar.runtime.mcp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Lists again in the background: not twice at once, not for each of a flood of notices, and once more after the last. */
final class Relisting {
    private static final long PAUSE = 200_000_000;

    private final String name;
    private final Runnable relist;
    private final AtomicInteger wishes = new AtomicInteger();

    Relisting(String name, Runnable relist) {
        this.name = name;
        this.relist = relist;
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
