package dev.polar.host.snapshot;

import dev.polar.runtime.GenerationId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The current snapshot: one volatile read for a call, one write for the lifecycle. */
public final class Snapshots {
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private final List<Updates> updated = new CopyOnWriteArrayList<>();
    private volatile Snapshot current = Snapshot.EMPTY;

    public Snapshot current() {
        return current;
    }

    /** Puts {@code next} in force for every call that has not yet entered. */
    public void publish(Snapshot next) {
        current = next;
        told.forEach(Runnable::run);
    }

    /** What a plugin of the current one has to be read is different; the snapshot, which is what was approved, is not. */
    public void stirred() {
        told.forEach(Runnable::run);
    }

    /** Who hears that what stands at an address is different; must neither block nor throw. */
    @FunctionalInterface
    public interface Updates {
        /**
         * @param name of the target that reads it
         * @param uri as it was subscribed to
         */
        void updated(GenerationId generation, String name, String uri);
    }

    /** What a generation has to be read at an address is different, or may be. */
    public void updated(GenerationId generation, String name, String uri) {
        updated.forEach(one -> one.updated(generation, name, uri));
    }

    /** Hears of all addresses that servers were subscribed to. */
    public void onUpdate(Updates then) {
        updated.add(then);
    }

    /** Is run after each snapshot is in force, and when one was stirred; it must neither block nor throw. */
    public void onPublish(Runnable then) {
        told.add(then);
    }
}
