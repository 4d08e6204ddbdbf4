package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One caller's record on its way. The caller may take it back until the commit that holds it has begun; from then on only
 * the database knows, and the caller waits for it. So a record that was given up is never written behind its caller's
 * back.
 */
final class Pending<T> {
    private enum State {
        QUEUED,
        TAKEN,
        COMMITTING,
        SETTLED,
        WITHDRAWN,
        /** The caller left during the commit: what came of it is settled without it. */
        ABANDONED
    }

    /** That part of its patience is too little time to be written in. */
    private static final int HARDLY = 8;

    private final Draft draft;
    private final Prepared prepared;
    private final Rider<T> rider;
    private final boolean changesState;
    private final Duration patience;
    private final long deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private final CountDownLatch settled = new CountDownLatch(1);
    private @Nullable T value;
    private @Nullable Throwable failure;

    /**
     * A record that has {@code patience} from now to get into a commit.
     *
     * @param changesState whether the rider touches the database, so that it needs a way back
     */
    Pending(Draft draft, Prepared prepared, Rider<T> rider, boolean changesState, Duration patience) {
        this.draft = draft;
        this.prepared = prepared;
        this.rider = rider;
        this.changesState = changesState;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    Draft draft() {
        return draft;
    }

    Prepared prepared() {
        return prepared;
    }

    boolean changesState() {
        return changesState;
    }

    /** Runs the rider; a later run replaces what an earlier one gave. */
    void ride(Transaction transaction, Seq seq) {
        failure = null;
        value = rider.ride(transaction, seq);
    }

    /** The rider failed: its caller gets the failure once the refusal is recorded. */
    void failed(Throwable cause) {
        failure = cause;
    }

    /**
     * Into a batch, the first time or after one that failed. False if the caller left or has waited long enough. Who would
     * leave a batch before it commits takes it down for all others, so whoever has hardly any time left is not taken.
     */
    boolean take() {
        if (System.nanoTime() - deadline > -patience.toNanos() / HARDLY
                && state.compareAndSet(State.QUEUED, State.WITHDRAWN)) {
            failure = late();
            settled.countDown();
            return false;
        }
        if (System.nanoTime() - deadline > 0 && state.compareAndSet(State.COMMITTING, State.WITHDRAWN)) {
            failure = late();
            settled.countDown();
            return false;
        }
        return state.compareAndSet(State.QUEUED, State.TAKEN)
                || state.compareAndSet(State.COMMITTING, State.TAKEN)
                || state.get() == State.TAKEN;
    }

    /** The point of no return. False if the caller left before it. */
    boolean commit() {
        return state.compareAndSet(State.TAKEN, State.COMMITTING) || state.get() == State.COMMITTING;
    }

    /** Durable. False if the caller left during the commit. */
    boolean written() {
        boolean waits = state.compareAndSet(State.COMMITTING, State.SETTLED);
        settled.countDown();
        return waits;
    }

    /** Not tried again. Written only if the commit had begun and nobody could find out. */
    void refuse(String why) {
        failure = unavailable("the record could not be written: " + why, state.get() != State.COMMITTING);
        state.set(State.SETTLED);
        settled.countDown();
    }

    /**
     * Waits for durability.
     *
     * @param certainty how much longer to wait for a commit that has begun
     */
    T await(Duration certainty) {
        if (!settledBy(deadline)) {
            if (state.compareAndSet(State.QUEUED, State.WITHDRAWN)
                    || state.compareAndSet(State.TAKEN, State.WITHDRAWN)) {
                throw late();
            }
            if (!settledBy(deadline + certainty.toNanos()) && state.compareAndSet(State.COMMITTING, State.ABANDONED)) {
                throw unavailable("the database did not say whether the record was written", false);
            }
            settledBy(Long.MAX_VALUE);
        }
        return switch (failure) {
            case null -> value;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        };
    }

    private Refusal late() {
        return unavailable("the record could not be written within " + patience.toMillis() + " ms", true);
    }

    static Refusal unavailable(String message, boolean certain) {
        return new Refusal(
                Code.AUDIT_UNAVAILABLE,
                message + (certain ? ", so nothing was done" : ", so it must be taken for not done"),
                "polar doctor shows the database's state; try again when it answers",
                Map.of("certain", certain ? "yes" : "no"));
    }

    /** Not interruptible: whoever is cancelled still has an outcome to record. */
    private boolean settledBy(long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return settled.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
