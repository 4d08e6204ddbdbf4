package dev.polar.host.endpoint;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Passes on that something happened: at once, and again after a pause however often it happened meanwhile. */
final class Coalesced<T> {
    private final Duration pause;
    private final Consumer<T> then;
    private final Map<T, Integer> happened = new ConcurrentHashMap<>();

    Coalesced(Duration pause, Consumer<T> then) {
        this.pause = pause;
        this.then = then;
    }

    /** Never waits. */
    void happened(T what) {
        if (happened.merge(what, 1, Integer::sum) == 1) {
            Thread.ofVirtual().name("mcp-coalesced").start(() -> work(what));
        }
    }

    private void work(T what) {
        int seen;
        do {
            seen = happened.getOrDefault(what, 0);
            then.accept(what);
            LockSupport.parkNanos(pause.toNanos());
        } while (!happened.remove(what, seen));
    }
}
