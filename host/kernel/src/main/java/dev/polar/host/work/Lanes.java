package dev.polar.host.work;

import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through a table's lanes: each in order, all side by side on virtual threads. What a node has taken is leased; a
 * node that dies lets its leases run out, and the rows are taken again.
 */
final class Lanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final int MOST_AT_ONCE = 32;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Database database;
    private final LaneTable table;
    private final String bellName;
    private final Duration lease;
    private final Consumer<Item> handler;
    private final Semaphore signal = new Semaphore(0);
    private final Map<Long, Thread> held = new ConcurrentHashMap<>();
    private final Thread taker;
    private volatile boolean closed;

    /** @param handler finishes the item or gives it back; what it throws leaves it to the lease's end */
    Lanes(Database database, LaneTable table, String bellName, Duration lease, Consumer<Item> handler) {
        this.database = database;
        this.table = table;
        this.bellName = bellName;
        this.lease = lease;
        this.handler = handler;
        this.taker = Thread.ofVirtual().name("lanes-" + bellName).unstarted(this::work);
    }

    void start() {
        taker.start();
    }

    private void work() {
        try (var bell = Bell.hang(database, bellName, Duration.ofSeconds(1), signal::release)) {
            while (!closed) {
                signal.tryAcquire(lease.toMillis() / 3, TimeUnit.MILLISECONDS);
                signal.drainPermits();
                turn();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void turn() {
        try {
            var ids = Set.copyOf(held.keySet());
            if (!ids.isEmpty()) {
                database.write(transaction -> {
                    table.renew(transaction, ids, lease);
                    return ids;
                });
            }
            int room = MOST_AT_ONCE - held.size();
            if (room > 0) {
                database.write(transaction -> table.take(transaction, room, lease, ids))
                        .forEach(this::begin);
            }
        } catch (RuntimeException e) {
            LOG.warn("{} waits: {}", bellName, e.toString());
        }
    }

    private void begin(Item item) {
        var thread = Thread.ofVirtual().name("lane-" + item.room().kind()).unstarted(() -> run(item));
        held.put(item.id(), thread);
        thread.start();
    }

    private void run(Item item) {
        try {
            handler.accept(item);
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.error("{} {} was not finished", bellName, item.id(), fault);
        } finally {
            held.remove(item.id());
            signal.release();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes nothing more and gives what is held a moment to end; what does not is taken again after the next start. */
    @Override
    public void close() {
        closed = true;
        signal.release();
        try {
            if (taker.getState() != Thread.State.NEW) {
                taker.join(DRAIN);
            }
            var until = System.nanoTime() + DRAIN.toNanos();
            for (var thread : held.values()) {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
