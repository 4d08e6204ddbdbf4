package dev.polar.host.audit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where records wait to be written. While a batch is on its way to the database, those who come take the places behind it
 * and do the work that a place brings (hashing, sealing) on their own threads, so that the next batch is ready as soon as
 * the way is free. Such a place is a hope: if the batch before comes to nothing or says something else in the end, everybody
 * behind it gets another one.
 */
final class Line {
    private static final int MOST_IN_A_BATCH = 256;

    /** Whoever comes when so many have a place waits without one: places that were hoped for in vain cost time. */
    private static final int MOST_PLACED = 2 * MOST_IN_A_BATCH;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition come = lock.newCondition();
    private final Deque<Batch> placed = new ArrayDeque<>();
    private final Deque<Pending<?>> behind = new ArrayDeque<>();
    private Head end;

    /** An empty line behind that end of the log. */
    Line(Head end, InstantSource clock) {
        this.end = end;
        this.clock = clock;
    }

    /** Joins the line; says which place it has, if it has one at once. */
    Optional<Entry> add(Pending<?> pending) {
        lock.lock();
        try {
            if (!behind.isEmpty() || placed() >= MOST_PLACED) {
                behind.add(pending);
                return Optional.empty();
            }
            var entry = place(Words.of(pending));
            come.signal();
            return Optional.of(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first batch out; waits for one that long. */
    Optional<Batch> next(Duration patience) {
        lock.lock();
        try {
            for (long left = patience.toNanos(); placed.isEmpty() && left > 0; ) {
                left = come.awaitNanos(left);
            }
            var first = Optional.ofNullable(placed.poll());
            while (!behind.isEmpty() && placed() < MOST_PLACED) {
                placeOrRefuse(behind.remove());
            }
            return first;
        } catch (InterruptedException e) {
            return Optional.empty(); // nobody interrupts the one who writes; the next round finds what came
        } finally {
            lock.unlock();
        }
    }

    /**
     * A batch of those words, to be written before everybody who waits.
     *
     * @param start where the log ends for certain
     */
    Batch first(Head start, List<Words> all) {
        lock.lock();
        try {
            var batch = new Batch(start);
            all.forEach(words -> batch.append(words, clock.instant()));
            goOnFrom(batch.end());
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Other places for everybody who waits, behind that end of the log. */
    private void goOnFrom(Head start) {
        var waiting = new ArrayList<Pending<?>>();
        placed.forEach(batch -> batch.entries().forEach(entry -> waiting.add(entry.pending())));
        placed.clear();
        end = start;
        waiting.forEach(this::placeOrRefuse);
    }

    private void placeOrRefuse(Pending<?> pending) {
        try {
            place(Words.of(pending));
        } catch (RuntimeException e) {
            pending.refuse(String.valueOf(e.getMessage()));
        }
    }

    private Entry place(Words words) {
        boolean goesOn = !placed.isEmpty() && placed.getLast().size() < MOST_IN_A_BATCH;
        var batch = goesOn ? placed.getLast() : new Batch(end);
        var entry = batch.append(words, clock.instant());
        if (!goesOn) {
            placed.add(batch);
        }
        end = batch.end();
        return entry;
    }

    private int placed() {
        return placed.isEmpty()
                ? 0
                : (placed.size() - 1) * MOST_IN_A_BATCH + placed.getLast().size();
    }
}
