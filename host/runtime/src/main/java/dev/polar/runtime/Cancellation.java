package dev.polar.runtime;

import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call's way to be stopped from outside: by a revocation, a shutdown, a caller that left. The first reason stays. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private Optional<Refusal> reason = Optional.empty();

    /** Runs {@code stop} when cancelled, or at once if it already is. Whoever is no longer interested closes. */
    public Interest onCancel(Runnable stop) {
        synchronized (this) {
            if (reason.isEmpty()) {
                listeners.add(stop);
                return () -> forget(stop);
            }
        }
        stop.run();
        return () -> {};
    }

    private synchronized void forget(Runnable stop) {
        listeners.remove(stop);
    }

    public void cancel(Refusal why) {
        List<Runnable> stops;
        synchronized (this) {
            if (reason.isPresent()) {
                return;
            }
            reason = Optional.of(why);
            stops = List.copyOf(listeners);
            listeners.clear();
        }
        stops.forEach(Runnable::run);
    }

    public synchronized Optional<Refusal> reason() {
        return reason;
    }

    /** What {@link #onCancel} gave; without it a call that ended would be held as long as its cancellation. */
    @FunctionalInterface
    public interface Interest extends AutoCloseable {
        @Override
        void close();
    }
}
