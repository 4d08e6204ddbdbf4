package dev.polar.host.gate;

import dev.polar.host.session.Label;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Target;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The calls that are inside a plugin. A call joins and then reads the snapshot again; a revocation publishes the snapshot
 * and then cancels everything here: whichever comes first, the call is refused or cancelled.
 */
public final class InFlight {
    private final Set<Passage> inside = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Refusal>> tainted = new AtomicReference<>(Optional.empty());
    private final List<Runnable> onTaint = new CopyOnWriteArrayList<>();

    void join(Passage passage) {
        inside.add(passage);
    }

    void leave(Passage passage) {
        inside.remove(passage);
    }

    /** What the other calls inside may be bringing the same session. */
    Set<Label> bringing(Passage passage) {
        var labels = EnumSet.noneOf(Label.class);
        var session = passage.call().session();
        for (var other : inside) {
            if (other != passage && other.call().session().equals(session)) {
                labels.addAll(other.bringing());
            }
        }
        return labels;
    }

    /** Cancels every call inside that plugin, or that acts through it; says how many. */
    public int cancel(PluginId plugin, Refusal why) {
        int cancelled = 0;
        for (var passage : inside) {
            if (passage.touches(plugin)) {
                passage.call().cancellation().cancel(why);
                cancelled++;
            }
        }
        return cancelled;
    }

    /** Cancels every call of a target that there is a reason for; says how many. */
    public int cancel(Function<Target, Optional<Refusal>> why) {
        int cancelled = 0;
        for (var passage : inside) {
            var reason = why.apply(passage.call().target());
            if (reason.isPresent()) {
                passage.call().cancellation().cancel(reason.get());
                cancelled++;
            }
        }
        return cancelled;
    }

    /** Whether a call is inside that generation. */
    public boolean holds(GenerationId generation) {
        return inside.stream().anyMatch(passage -> passage.inside(generation));
    }

    /** Cancels every call inside that generation; says how many. */
    public int cancel(GenerationId generation, Refusal why) {
        int cancelled = 0;
        for (var passage : inside) {
            if (passage.inside(generation)) {
                passage.call().cancellation().cancel(why);
                cancelled++;
            }
        }
        return cancelled;
    }

    public int size() {
        return inside.size();
    }

    /**
     * Code that was taken back is still inside and nothing can end it: from now on this node admits nothing, for ever. The
     * first reason stays.
     */
    public void taint(Refusal why) {
        if (tainted.compareAndSet(Optional.empty(), Optional.of(why))) {
            onTaint.forEach(Runnable::run);
        }
    }

    /** Why this node admits nothing, if so. */
    public Optional<Refusal> tainted() {
        return tainted.get();
    }

    /** Runs {@code told} once this node is tainted. */
    public void onTaint(Runnable told) {
        onTaint.add(told);
    }
}
