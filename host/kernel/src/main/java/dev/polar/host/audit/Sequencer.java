package dev.polar.host.audit;

import dev.polar.host.store.Unavailable;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The one thread that gives records their places. Whoever appends waits for the batch that holds the own record: the more
 * wait, the larger the batch, so a commit is shared by all of them.
 */
final class Sequencer implements Runnable {
    private static final int MOST_IN_A_BATCH = 256;
    private static final Duration TICK = Duration.ofMillis(500);

    private final LogWriter writer;
    private final Duration heartbeat;
    private final Function<String, Pending<?>> ownRecord;
    private final Function<Draft, Pending<?>> closing;
    private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final Fence fence;
    private final Thread thread =
            Thread.ofPlatform().name("polar-journal").daemon().unstarted(this);
    private volatile boolean stopped;
    private long lastBeat = System.nanoTime();

    /**
     * A sequencer that does not run yet.
     *
     * @param ownRecord makes a record about the log itself, by its action
     * @param closing makes a record of a draft
     */
    Sequencer(
            LogWriter writer,
            Duration heartbeat,
            Fence fence,
            Function<String, Pending<?>> ownRecord,
            Function<Draft, Pending<?>> closing) {
        this.writer = writer;
        this.fence = fence;
        this.heartbeat = heartbeat;
        this.ownRecord = ownRecord;
        this.closing = closing;
    }

    void start() {
        thread.start();
    }

    void add(Pending<?> pending) {
        if (stopped) {
            throw Pending.unavailable("the journal is closed", true);
        }
        queue.add(pending);
    }

    /** Writes what is queued, then ends. */
    void stop() {
        // The record also wakes the thread: silence after it is expected, silence without it is evidence.
        queue.add(ownRecord.apply("stop"));
        stopped = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (true) {
            var batch = next();
            if (!batch.isEmpty()) {
                write(batch);
            } else if (stopped) {
                return;
            } else {
                idle();
            }
        }
    }

    private List<Pending<?>> next() {
        var batch = new ArrayList<Pending<?>>();
        try {
            var first = stopped ? queue.poll() : queue.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, MOST_IN_A_BATCH - 1);
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread; the next round finds what was queued
        }
        return batch;
    }

    /** Until it is written or everybody has left: a database that comes back in time is not noticed by anyone. */
    private void write(List<Pending<?>> batch) {
        while (true) {
            batch.removeIf(pending -> !pending.take());
            if (batch.isEmpty()) {
                return;
            }
            try {
                var abandoned = writer.write(batch);
                fence.written();
                abandoned.forEach(this::close);
                beatIfDue();
                return;
            } catch (LogWriter.CallerLeft e) {
                // the rest goes at once
            } catch (RuntimeException e) {
                if (!stopped && (e instanceof Refusal || Unavailable.isCauseOf(e))) {
                    Pause.briefly();
                } else if (batch.size() == 1) {
                    batch.getFirst().refuse(String.valueOf(e.getMessage()));
                    return;
                } else {
                    // One of them is at fault; the others shall not suffer for it.
                    batch.forEach(pending -> write(new ArrayList<>(List.of(pending))));
                    return;
                }
            }
        }
    }

    /** Nobody waits for this intent any more, so nobody will write its outcome. */
    private void close(Pending<?> abandoned) {
        Outcomes.unknown(abandoned.draft()).ifPresent(outcome -> queue.add(closing.apply(outcome)));
    }

    private void idle() {
        try {
            if (fence.isInDoubt()) {
                once("resume");
                fence.written();
            } else if (writer.owesCheckpoint()) {
                writer.checkpoint();
            }
            beatIfDue();
        } catch (RuntimeException e) {
            // still no database; the next tick tries again, and appends report it to those who wait
        }
    }

    private void beatIfDue() {
        if (System.nanoTime() - lastBeat >= heartbeat.toNanos()) {
            lastBeat = System.nanoTime();
            queue.add(ownRecord.apply("heartbeat"));
        }
    }

    private void once(String action) {
        var pending = ownRecord.apply(action);
        pending.take();
        writer.write(List.of(pending));
    }
}
