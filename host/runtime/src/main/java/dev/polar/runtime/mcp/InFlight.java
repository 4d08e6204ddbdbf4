package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Exchange;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is being done behind a generation's door, so that it can be closed. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Exchange> exchanges = new HashSet<>();
    private Optional<Refusal> closed = Optional.empty();
    private int inside;

    /**
     * Goes in.
     *
     * @throws Refusal what the door was closed with
     */
    void enter() {
        lock.lock();
        try {
            closed.ifPresent(why -> {
                throw why;
            });
            inside++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void waitingFor(Exchange exchange) {
        lock.lock();
        try {
            exchanges.add(exchange);
        } finally {
            lock.unlock();
        }
    }

    void done(Exchange exchange) {
        lock.lock();
        try {
            exchanges.remove(exchange);
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, waits for those inside, and abandons what they still wait for; how many that were. */
    int close(Refusal why, Duration drain) {
        lock.lock();
        try {
            closed = Optional.of(why);
            long patience = drain.toNanos();
            while (inside > 0 && patience > 0) {
                patience = left.awaitNanos(patience);
            }
            int late = inside;
            Set.copyOf(exchanges).forEach(exchange -> exchange.abandon(why));
            long moment = TimeUnit.SECONDS.toNanos(1);
            while (inside > 0 && moment > 0) {
                moment = left.awaitNanos(moment);
            }
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Set.copyOf(exchanges).forEach(exchange -> exchange.abandon(why));
            return inside;
        } finally {
            lock.unlock();
        }
    }
}
