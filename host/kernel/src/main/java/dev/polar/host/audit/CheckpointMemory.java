package dev.polar.host.audit;

import dev.polar.trust.audit.Note;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers the newest checkpoint outside the database, a moment after it is durable there: forcing a file to disk takes
 * longer than a commit, and nobody who waits for a record waits for that.
 */
final class CheckpointMemory implements AutoCloseable {
    private final NodeFiles files;
    private final AtomicReference<Optional<Note>> next = new AtomicReference<>(Optional.empty());
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("polar-checkpoint").daemon().factory());

    CheckpointMemory(NodeFiles files) {
        this.files = files;
    }

    /** Soon; a newer one may take its place before. */
    Future<?> keep(Note note) {
        next.set(Optional.of(note));
        return thread.submit(() -> next.getAndSet(Optional.empty()).ifPresent(files::keep));
    }

    /** When this returns it, or a newer one, is remembered. */
    void keepNow(Note note) {
        try {
            keep(note).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
