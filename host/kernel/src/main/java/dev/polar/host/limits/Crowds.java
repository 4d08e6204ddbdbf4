package dev.polar.host.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many are inside, by name. Nobody who is not inside takes up memory. */
public final class Crowds {
    private final Map<String, Integer> inside = new ConcurrentHashMap<>();

    /** One more, if that is not more than so many. */
    public boolean enter(String name, int most) {
        var counted = new boolean[1];
        inside.compute(name, (same, before) -> {
            int now = before == null ? 0 : before;
            counted[0] = now < most;
            return counted[0] ? Integer.valueOf(now + 1) : before;
        });
        return counted[0];
    }

    /** One less. */
    public void leave(String name) {
        inside.computeIfPresent(name, (same, before) -> before == 1 ? null : before - 1);
    }

    public Map<String, Integer> inside() {
        return Map.copyOf(inside);
    }
}
