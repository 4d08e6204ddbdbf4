package dev.polar.host.snapshot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The current snapshot: one volatile read for a call, one write for the lifecycle. */
public final class Snapshots {
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
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

    /** Is run after each snapshot is in force, and when one was stirred; it must neither block nor throw. */
    public void onPublish(Runnable then) {
        told.add(then);
    }
}
