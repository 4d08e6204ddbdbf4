package dev.polar.host.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many are inside. Nobody who is not inside takes up memory. */
public final class Crowds {
    private final Map<Crowd, Inside> crowds = new ConcurrentHashMap<>();

    /** Those of a subject whom a limit counts. */
    public record Crowd(String limit, String subject) {}

    /** So many, of so many that there may be. */
    public record Inside(int now, int most) {}

    /** One more, if that is not more than so many. */
    public boolean enter(Crowd crowd, int most) {
        var entered = new boolean[1];
        crowds.compute(crowd, (same, before) -> {
            int now = before == null ? 0 : before.now();
            entered[0] = now < most;
            return entered[0] ? new Inside(now + 1, most) : before;
        });
        return entered[0];
    }

    /** One less. */
    public void leave(Crowd crowd) {
        crowds.computeIfPresent(
                crowd, (same, before) -> before.now() == 1 ? null : new Inside(before.now() - 1, before.most()));
    }

    Map<Crowd, Inside> inside() {
        return Map.copyOf(crowds);
    }
}
