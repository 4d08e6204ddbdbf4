package dev.polar.host.lifecycle;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What already holds and could not be recorded, because the database was silent; tried again until it is. What a crash
 * loses of it, the next start finds out by itself.
 */
final class Backlog implements AutoCloseable {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("polar-backlog").factory());

    Backlog() {
        timer.scheduleWithFixedDelay(this::work, 1, 1, TimeUnit.SECONDS);
    }

    /** Records now, or as soon as the database is back; says whether it was now. */
    boolean record(Runnable record) {
        if (recorded(record)) {
            return true;
        }
        synchronized (waiting) {
            waiting.add(record);
        }
        return false;
    }

    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void work() {
        for (var next = first(); next != null && recorded(next); next = first()) {
            synchronized (waiting) {
                waiting.remove(next);
            }
        }
    }

    private @Nullable Runnable first() {
        synchronized (waiting) {
            return waiting.peek();
        }
    }

    private static boolean recorded(Runnable record) {
        try {
            record.run();
            return true;
        } catch (Refusal refusal) {
            if (refusal.code() == Code.AUDIT_UNAVAILABLE || refusal.code() == Code.DATABASE_UNAVAILABLE) {
                return false;
            }
            throw refusal;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
