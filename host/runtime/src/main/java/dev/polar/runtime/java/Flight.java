package dev.polar.runtime.java;

import dev.polar.runtime.Generation.Door;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work on a plugin's thread. Whoever waits is answered by the work, by the deadline or by a stop, whichever
 * comes first; the thread may go on after that, and is interrupted only while it is still on this work.
 */
final class Flight<T> {
    private final String what;
    private final Instant since;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final CountDownLatch landed = new CountDownLatch(1);
    private @Nullable Thread thread;
    private boolean stopped;

    Flight(String what, Instant since) {
        this.what = what;
        this.since = since;
    }

    /** Does the work, on the plugin's thread. Whoever gets the answer finds the thread free and the flight landed. */
    void fly(Door<T> work, Runnable onLanding) {
        Runnable answer;
        try {
            answer = takesOff() ? answering(work.run()) : () -> failing(neverFlew());
        } catch (Throwable thrown) {
            // Errors too: a plugin that runs out of stack or memory fails its own call and nobody else's.
            var why = refusal(thrown);
            answer = () -> failing(why);
        }
        leaveThread();
        onLanding.run();
        landed.countDown();
        answer.run();
    }

    private Runnable answering(T value) {
        return () -> {
            result.complete(value);
            outcome.complete(value);
        };
    }

    private void failing(Refusal why) {
        result.completeExceptionally(why);
        outcome.completeExceptionally(why);
    }

    private Refusal neverFlew() {
        return new Refusal(Code.TOOL_FAILED, what + " was stopped before it began", "");
    }

    /** What the work itself came to, or a {@link Refusal}; there once the thread has left it, whoever still waits. */
    CompletableFuture<T> outcome() {
        return outcome;
    }

    private synchronized boolean takesOff() {
        thread = Thread.currentThread();
        return !stopped;
    }

    private synchronized void leaveThread() {
        thread = null;
        Thread.interrupted(); // a stop that came late must not hit the next work of this thread
    }

    /**
     * Answers whoever waits with {@code why}, at once, and interrupts the thread.
     *
     * @return whether somebody still waited
     */
    boolean stop(Refusal why) {
        boolean first = result.completeExceptionally(why);
        synchronized (this) {
            stopped = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
        return first;
    }

    /**
     * Waits for the answer.
     *
     * @throws Refusal what it ended with
     */
    T await(Duration patience) {
        try {
            return result.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw refusal(failed.getCause());
        } catch (TimeoutException late) {
            stop(late(patience));
        } catch (InterruptedException gone) {
            stop(new Refusal(Code.TOOL_FAILED, "whoever waited for " + what + " was stopped", ""));
            Thread.currentThread().interrupt();
        }
        try {
            return result.join(); // done by now: by the stop, or a moment before it
        } catch (CompletionException failed) {
            throw refusal(failed.getCause());
        }
    }

    private Refusal late(Duration patience) {
        return new Refusal(
                Code.TOOL_TIMEOUT,
                what + " did not answer within " + Math.max(0, patience.toMillis()) + " ms",
                "",
                Map.of("target", what));
    }

    private Refusal refusal(Throwable thrown) {
        return thrown instanceof Refusal refusal ? refusal : Blame.failed(what, thrown);
    }

    /** Waits until the thread has left the work; whether it has. */
    boolean landsWithin(Duration patience) throws InterruptedException {
        return landed.await(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Whether whoever waited was answered by something else than the work. */
    synchronized boolean givenUp() {
        return stopped;
    }

    String describe(Instant now) {
        return what + " has run for " + Duration.between(since, now).toSeconds() + " s";
    }
}
