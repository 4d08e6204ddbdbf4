package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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

    /** How many times its patience a caller waits for certainty once the commit has begun. */
    private static final int CERTAINTY = 5;

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
    private @Nullable Refusal gaveUp;

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
        long late = System.nanoTime() - deadline;
        if (late > -patience.toNanos() / HARDLY && state.compareAndSet(State.QUEUED, State.WITHDRAWN)
                || late > 0 && state.compareAndSet(State.COMMITTING, State.WITHDRAWN)) {
            return !giveUp(late());
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
     * Ends the waiting when it has been long enough: before the commit the record is taken back, and during the commit its
     * caller leaves without knowing.
     *
     * @param now as {@link System#nanoTime}
     * @return whether nobody waits any more
     */
    boolean isOver(long now) {
        if (settled.getCount() == 0) {
            return true;
        }
        if (now - deadline < 0) {
            return false;
        }
        if (state.compareAndSet(State.QUEUED, State.WITHDRAWN) || state.compareAndSet(State.TAKEN, State.WITHDRAWN)) {
            return giveUp(late());
        }
        return now - deadline >= CERTAINTY * patience.toNanos()
                && state.compareAndSet(State.COMMITTING, State.ABANDONED)
                && giveUp(unavailable("the database did not say whether the record was written", false));
    }

    private boolean giveUp(Refusal why) {
        gaveUp = why;
        settled.countDown();
        return true;
    }

    /** Waits for durability, or for {@link #isOver}. Not interruptible: whoever is cancelled has an outcome to record. */
    T await() {
        boolean interrupted = false;
        while (true) {
            try {
                settled.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return switch (gaveUp == null ? failure : gaveUp) {
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
}
