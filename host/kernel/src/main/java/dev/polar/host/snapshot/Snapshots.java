package dev.polar.host.snapshot;

/** The current snapshot: one volatile read for a call, one write for the lifecycle. */
public final class Snapshots {
    private volatile Snapshot current = Snapshot.EMPTY;

    public Snapshot current() {
        return current;
    }

    /** Puts {@code next} in force for every call that has not yet entered. */
    public void publish(Snapshot next) {
        current = next;
    }
}
