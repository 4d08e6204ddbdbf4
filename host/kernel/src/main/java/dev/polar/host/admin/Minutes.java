package dev.polar.host.admin;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts by name within the running minute. Of more names than it keeps, all others count as one, so that many of them
 * neither fill the memory nor get past a limit.
 */
final class Minutes {
    private static final int MOST_NAMES = 10_000;
    private static final String OTHERS = "";
    private static final long MINUTE = 60_000;

    private final InstantSource clock;
    private Running running = new Running(0, new HashMap<>());

    private record Running(long minute, Map<String, Integer> counts) {}

    Minutes(InstantSource clock) {
        this.clock = clock;
    }

    synchronized int count(String name) {
        var counts = now().counts();
        return counts.getOrDefault(kept(counts, name), 0);
    }

    /** Says how many there are with this one. */
    synchronized int add(String name) {
        var counts = now().counts();
        return counts.merge(kept(counts, name), 1, Integer::sum);
    }

    long millisLeft() {
        return MINUTE - clock.millis() % MINUTE;
    }

    private static String kept(Map<String, Integer> counts, String name) {
        return counts.containsKey(name) || counts.size() < MOST_NAMES ? name : OTHERS;
    }

    private Running now() {
        long minute = clock.millis() / MINUTE;
        if (running.minute() != minute) {
            running = new Running(minute, new HashMap<>());
        }
        return running;
    }
}
