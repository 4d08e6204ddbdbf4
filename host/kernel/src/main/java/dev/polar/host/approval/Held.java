package dev.polar.host.approval;

import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Cancellation.Interest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls that are held open until somebody has said yes or no. What is decided on this node wakes them at once, what is
 * decided on another one when its bell rings.
 */
public final class Held implements AutoCloseable {
    /** How many calls a node holds; whoever comes then is refused at once, as if they had no patience. */
    private static final int MOST = 256;

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Approvals approvals;
    private final Map<String, Set<Wait>> waits = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MOST);
    private Optional<Bell> bell = Optional.empty();
    private volatile boolean closed;

    /** One call that is held. */
    private record Wait(Semaphore woken, AtomicBoolean left) {
        void leave() {
            left.set(true);
            woken.release();
        }
    }

    public Held(Approvals approvals) {
        this.approvals = approvals;
        approvals.watch(this::wake);
    }

    /** Hears of other nodes' decisions too. */
    public Held hang(Database database) {
        bell = Optional.of(Bell.hang(database, Approvals.BELL, LOOK, this::wakeSettled));
        return this;
    }

    /**
     * Waits for a word on a request.
     *
     * @param cancellation of the call: what ends it ends the waiting
     * @return how the request stands when the waiting is over; empty if the caller has left or nothing is held
     */
    public Optional<ApprovalRow> await(String id, Patience patience, Cancellation cancellation) {
        if (closed || patience.atMost().isZero() || !places.tryAcquire()) {
            return Optional.empty();
        }
        var wait = new Wait(new Semaphore(0), new AtomicBoolean());
        waits.compute(id, (any, others) -> with(others == null ? ConcurrentHashMap.newKeySet() : others, wait));
        Interest cancelled = cancellation.onCancel(wait::leave);
        Interest gone = patience.gone().apply(wait::leave);
        try {
            return settled(id, wait, System.nanoTime() + patience.atMost().toNanos());
        } finally {
            gone.close();
            cancelled.close();
            waits.computeIfPresent(id, (any, others) -> others.remove(wait) && others.isEmpty() ? null : others);
            places.release();
        }
    }

    private static Set<Wait> with(Set<Wait> others, Wait wait) {
        others.add(wait);
        return others;
    }

    private Optional<ApprovalRow> settled(String id, Wait wait, long end) {
        while (true) {
            var row = approvals.find(id);
            long left = end - System.nanoTime();
            if (wait.left().get() || closed) {
                return Optional.empty();
            }
            if (row.state() != ApprovalState.PROPOSED || left <= 0) {
                return Optional.of(row);
            }
            try {
                if (wait.woken().tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
                    wait.woken().drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private void wake(String id) {
        waits.getOrDefault(id, Set.of()).forEach(wait -> wait.woken().release());
    }

    private void wakeSettled() {
        var ids = Set.copyOf(waits.keySet());
        try {
            if (!ids.isEmpty()) {
                approvals.settled(ids).forEach(this::wake);
            }
        } catch (RuntimeException silent) {
            // The bell rings again.
        }
    }

    /** Whoever waits is let go. */
    @Override
    public void close() {
        closed = true;
        bell.ifPresent(Bell::close);
        waits.keySet().forEach(this::wake);
    }
}
