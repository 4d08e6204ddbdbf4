package dev.polar.host.audit;

import dev.polar.host.store.Unavailable;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The one thread that gives records their places. Whoever appends waits for the batch that holds the own record: the more
 * wait, the larger the batch, so a commit is shared by all of them.
 */
final class Sequencer implements Runnable {
    private static final Duration TICK = Duration.ofMillis(500);

    private final LogWriter writer;
    private final Line line;
    private final Duration heartbeat;
    private final Function<String, Pending<?>> ownRecord;
    private final Function<Draft, Pending<?>> closing;
    private final Fence fence;
    private final Thread thread =
            Thread.ofPlatform().name("polar-journal").daemon().unstarted(this);
    private volatile boolean stopped;
    private long lastBeat = System.nanoTime();

    /** What is being written: whoever waits has a place behind it. */
    private Batch batch;

    /**
     * A sequencer that does not run yet.
     *
     * @param ownRecord makes a record about the log itself, by its action
     * @param closing makes a record of a draft
     */
    Sequencer(
            LogWriter writer,
            Line line,
            Duration heartbeat,
            Fence fence,
            Function<String, Pending<?>> ownRecord,
            Function<Draft, Pending<?>> closing) {
        this.writer = writer;
        this.line = line;
        this.batch = new Batch(writer.head());
        this.fence = fence;
        this.heartbeat = heartbeat;
        this.ownRecord = ownRecord;
        this.closing = closing;
    }

    void start() {
        thread.start();
    }

    /** Joins those who wait; says which place it has, if it has one at once. */
    Optional<Entry> add(Pending<?> pending) {
        if (stopped) {
            throw Pending.unavailable("the journal is closed", true);
        }
        return line.add(pending);
    }

    /** Writes what is queued, then ends. */
    void stop() {
        // The record also wakes the thread: silence after it is expected, silence without it is evidence.
        line.add(ownRecord.apply("stop"));
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
            var batch = line.next(stopped ? Duration.ZERO : TICK);
            if (batch.isPresent()) {
                write(batch.get());
            } else if (stopped) {
                return;
            } else {
                idle();
            }
        }
    }

    /** Until it is written or everybody has left: a database that comes back in time is not noticed by anyone. */
    private void write(Batch first) {
        batch = first;
        while (true) {
            var taken = batch.taken();
            if (taken.size() < batch.size()) {
                batch = line.first(writer.head(), taken);
            }
            if (taken.isEmpty()) {
                return;
            }
            try {
                var abandoned = writer.write(batch, this::reworded);
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
                    batch.entries().getFirst().pending().refuse(String.valueOf(e.getMessage()));
                    line.first(writer.head(), List.of());
                    return;
                } else {
                    // One of them is at fault; the others shall not suffer for it.
                    var each = batch.entries().stream().map(Entry::words).toList();
                    each.forEach(words -> write(line.first(writer.head(), List.of(words))));
                    return;
                }
            }
        }
    }

    private Batch reworded(List<Words> words) {
        batch = line.first(writer.head(), words);
        return batch;
    }

    /** Nobody waits for this intent any more, so nobody will write its outcome. */
    private void close(Pending<?> abandoned) {
        Outcomes.unknown(abandoned.draft()).ifPresent(outcome -> line.add(closing.apply(outcome)));
    }

    private void idle() {
        try {
            if (fence.isInDoubt()) {
                line.add(ownRecord.apply("resume"));
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
            line.add(ownRecord.apply("heartbeat"));
        }
    }
}
