package dev.polar.host.audit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Once a second: looks at the disk, whatever the database does, and records what was counted. */
final class Upkeep implements AutoCloseable {
    private final Room room;
    private final Denials denials;
    private final Consumer<Draft> append;
    private final Queue<Draft> owed = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService looking = daemon("polar-room");
    private final ScheduledExecutorService recording = daemon("polar-counts");

    Upkeep(Room room, Denials denials, Consumer<Draft> append) {
        this.room = room;
        this.denials = denials;
        this.append = append;
    }

    void start() {
        looking.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        recording.scheduleWithFixedDelay(this::record, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        room.look().ifPresent(owed::add);
    }

    /** What cannot be written now is written a second later. */
    private void record() {
        try {
            for (var next = owed.peek(); next != null; next = owed.peek()) {
                append.accept(next);
                owed.remove();
            }
            for (var next = denials.owed(); next.isPresent(); next = denials.owed()) {
                append.accept(next.get());
                denials.paid();
            }
        } catch (RuntimeException unavailable) {
            // it waits
        }
    }

    /** Records every count there is, if the log can be written. */
    @Override
    public void close() {
        looking.shutdownNow();
        recording.shutdown();
        try {
            if (recording.awaitTermination(10, TimeUnit.SECONDS)) {
                denials.end();
                record();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }
}
