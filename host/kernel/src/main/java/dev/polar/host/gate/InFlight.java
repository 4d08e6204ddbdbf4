package dev.polar.host.gate;

import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are inside a plugin. A call joins and then reads the snapshot again; a revocation publishes the snapshot
 * and then cancels everything here: whichever comes first, the call is refused or cancelled.
 */
public final class InFlight {
    private final Set<Passage> inside = ConcurrentHashMap.newKeySet();

    void join(Passage passage) {
        inside.add(passage);
    }

    void leave(Passage passage) {
        inside.remove(passage);
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
}
