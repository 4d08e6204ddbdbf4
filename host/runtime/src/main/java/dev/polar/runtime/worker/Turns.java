package dev.polar.runtime.worker;

import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is answered now. Where what the plugin may do depends on who asks, callers are answered one after the other: of
 * several, only one's handles are good at a time, so none can be used in the name of another. Calls of one caller in one
 * session overlap.
 */
final class Turns {
    /** How many wait; more are sent away. */
    private static final int MOST_WAITING = 64;

    private final String plugin;
    private final boolean oneAtATime;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Object> waiting = new ArrayDeque<>();
    private Optional<Whose> now = Optional.empty();
    private int inside;

    /** For whom a call is made in the end: plugins between it and the one who began are left out. */
    private record Whose(Caller caller, String session) {
        static Whose of(Caller caller, String session) {
            return caller instanceof Caller.OtherPlugin(var plugin, var behalf)
                    ? of(behalf, session)
                    : new Whose(caller, session);
        }
    }

    /** @param most how many calls are answered at once */
    Turns(String plugin, boolean oneAtATime, int most) {
        this.plugin = plugin;
        this.oneAtATime = oneAtATime;
        this.most = most;
    }

    /** Until it is closed, calls of others wait. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for this caller's turn.
     *
     * @throws Refusal {@code TOOL_TIMEOUT}, {@code CONCURRENCY_LIMITED}, or what the call was cancelled with
     */
    Turn take(Call call, Instant deadline) {
        return take(
                Whose.of(call.caller(), call.session()),
                call.caller() instanceof Caller.OtherPlugin,
                deadline,
                call.cancellation());
    }

    private Turn take(Whose whose, boolean nested, Instant deadline, Cancellation cancellation) {
        try (var ignored = cancellation.onCancel(this::look)) {
            lock.lock();
            try {
                if (!free(whose, nested)) {
                    await(whose, deadline, cancellation);
                }
                if (inside >= most) {
                    throw full();
                }
                now = Optional.of(whose);
                inside++;
                return this::leave;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A call that the one being answered made, by way of another plugin, is never kept waiting for it. */
    private boolean free(Whose whose, boolean nested) {
        return !oneAtATime || inside == 0 && waiting.isEmpty() || isNow(whose) && (nested || waiting.isEmpty());
    }

    private boolean isNow(Whose whose) {
        return inside > 0 && now.filter(whose::equals).isPresent();
    }

    private void await(Whose whose, Instant deadline, Cancellation cancellation) {
        if (waiting.size() >= MOST_WAITING) {
            throw full();
        }
        var place = new Object();
        waiting.add(place);
        try {
            long patience = Duration.between(Instant.now(), deadline).toNanos();
            while (waiting.getFirst() != place || inside > 0 && !isNow(whose)) {
                cancellation.reason().ifPresent(why -> {
                    throw why;
                });
                if (patience <= 0) {
                    throw late();
                }
                patience = changed.awaitNanos(patience);
            }
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + plugin + " was interrupted", "try again");
        } finally {
            waiting.remove(place);
            changed.signalAll();
        }
    }

    private void look() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Refusal late() {
        return new Refusal(
                Code.TOOL_TIMEOUT,
                plugin + " answers one caller at a time and was with another until the deadline",
                "try again",
                Map.of("plugin", plugin));
    }

    private Refusal full() {
        return new Refusal(
                Code.CONCURRENCY_LIMITED,
                "too many calls to " + plugin + " at once: " + inside + " are answered and " + waiting.size() + " wait",
                "try again later",
                Map.of("plugin", plugin));
    }
}
