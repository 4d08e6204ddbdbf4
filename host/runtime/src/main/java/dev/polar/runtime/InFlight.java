package dev.polar.runtime;

import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What is being done behind a generation's door, so that it can be closed. */
public final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Consumer<Refusal>> waits = new HashSet<>();
    private Optional<Refusal> closed = Optional.empty();
    private Optional<Refusal> abandoned = Optional.empty();
    private int inside;

    /**
     * Goes in.
     *
     * @throws Refusal what the door was closed with
     */
    public void enter() {
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

    public void leave() {
        lock.lock();
        try {
            inside--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins to wait; ends at once if nobody is waited for any more.
     *
     * @param stop ends what one of those inside waits for; has to be the very same for {@link #done}
     */
    public void waitingFor(Consumer<Refusal> stop) {
        lock.lock();
        try {
            waits.add(stop);
            abandoned.ifPresent(stop);
        } finally {
            lock.unlock();
        }
    }

    public void done(Consumer<Refusal> stop) {
        lock.lock();
        try {
            waits.remove(stop);
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, waits for those inside, and abandons what they still wait for; how many that were. */
    public int close(Refusal why, Duration drain) {
        lock.lock();
        try {
            closed = Optional.of(why);
            long patience = drain.toNanos();
            while (inside > 0 && patience > 0) {
                patience = left.awaitNanos(patience);
            }
            int late = inside;
            abandon(why);
            long moment = TimeUnit.SECONDS.toNanos(1);
            while (inside > 0 && moment > 0) {
                moment = left.awaitNanos(moment);
            }
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon(why);
            return inside;
        } finally {
            lock.unlock();
        }
    }

    private void abandon(Refusal why) {
        abandoned = Optional.of(why);
        Set.copyOf(waits).forEach(stop -> stop.accept(why));
    }
}
