package dev.polar.host.limits;

import dev.polar.host.policy.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The ladder for callers who go on though they are refused. Whoever is refused as often within a minute as it may call
 * in one, and at least {@value #LEAST} times, is paused: for ten seconds, then a minute, then ten; then it is held until
 * an operator resumes it. An hour without a pause takes one rung back.
 */
public final class Pauses {
    private static final int LEAST = 20;
    private static final int MANY = 10_000;
    private static final List<Duration> RUNGS =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FORGIVEN = Duration.ofHours(1);

    private final Map<String, Behaviour> callers = new ConcurrentHashMap<>();

    /**
     * What is known of one caller.
     *
     * @param refused how often since {@code since}, which is less than a minute ago or does not matter any more
     */
    private record Behaviour(
            int refused, Instant since, @Nullable Pause last) {
        Behaviour next(Instant now) {
            return now.isBefore(since.plus(MINUTE))
                    ? new Behaviour(refused + 1, since, last)
                    : new Behaviour(1, now, last);
        }

        int strikes(Instant now) {
            return last == null
                    ? 0
                    : (int) Math.max(
                            0, last.strikes() - Duration.between(last.at(), now).dividedBy(FORGIVEN));
        }

        boolean isOver(Instant now) {
            return !now.isBefore(since.plus(MINUTE)) && (last == null || !last.holds(now) && strikes(now) == 0);
        }
    }

    /** The pause a caller is in. */
    public Optional<Pause> of(String caller, Instant now) {
        var record = callers.get(caller);
        return record == null
                ? Optional.empty()
                : Optional.ofNullable(record.last).filter(pause -> pause.holds(now));
    }

    /** Counts a refusal; the pause that begins with it, if it was one too many. */
    public Optional<Pause> refused(String caller, RateLimit limit, Instant now) {
        if (callers.size() >= MANY) {
            callers.values().removeIf(record -> record.isOver(now));
        }
        var begun = new Pause[1];
        callers.compute(caller, (same, before) -> {
            var record = before == null ? new Behaviour(1, now, null) : before.next(now);
            if (record.refused() < patience(limit)) {
                return record;
            }
            begun[0] = pause(record.strikes(now) + 1, now);
            return new Behaviour(0, now, begun[0]);
        });
        return Optional.ofNullable(begun[0]);
    }

    /** As it was before this start. */
    void restore(String caller, Pause pause) {
        callers.put(caller, new Behaviour(0, pause.at(), pause));
    }

    /** An operator's word: as if it had never been refused. */
    void resume(String caller) {
        callers.remove(caller);
    }

    /** Who is paused or held. */
    public Map<String, Pause> inForce(Instant now) {
        var paused = new TreeMap<String, Pause>();
        callers.keySet().forEach(caller -> of(caller, now).ifPresent(pause -> paused.put(caller, pause)));
        return paused;
    }

    private static Pause pause(int strikes, Instant now) {
        return new Pause(
                strikes,
                now,
                strikes > RUNGS.size() ? Optional.empty() : Optional.of(now.plus(RUNGS.get(strikes - 1))));
    }

    private static long patience(RateLimit limit) {
        return Math.max(LEAST, (long) ((double) limit.calls()
                * MINUTE.toNanos()
                / limit.per().length().toNanos()));
    }
}
