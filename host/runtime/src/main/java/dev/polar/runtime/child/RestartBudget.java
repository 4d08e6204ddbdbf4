package dev.polar.runtime.child;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often a process that ended is started again: three times a minute, at once, after a second, after five. */
public final class RestartBudget {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final List<Duration> PAUSES = List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final Deque<Instant> starts = new ArrayDeque<>();

    /**
     * Counts a start, if it may be now.
     *
     * @param name of what ended
     * @param why it did, in words
     * @return nothing if it may be started; otherwise {@code PLUGIN_QUARANTINED}: it is not started any more
     * @throws Refusal {@code CIRCUIT_OPEN} if it is too early
     */
    public Optional<Refusal> spent(String name, String why, Instant now) {
        while (!starts.isEmpty() && starts.getFirst().plus(WINDOW).isBefore(now)) {
            starts.removeFirst();
        }
        if (starts.size() >= PAUSES.size()) {
            return Optional.of(new Refusal(
                    Code.PLUGIN_QUARANTINED,
                    name + " ended too often in a minute and is not started again: " + why,
                    "polar inspect shows its log; polar enable starts it anew, or polar resume plugin " + name
                            + " if its plugin goes on without it"));
        }
        if (!starts.isEmpty()) {
            var earliest = starts.getLast().plus(PAUSES.get(starts.size()));
            if (now.isBefore(earliest)) {
                throw early(why, Duration.between(now, earliest).toMillis());
            }
        }
        starts.addLast(now);
        return Optional.empty();
    }

    /** Not a failure of the plugin's: such a call was not tried, and must not open the breaker before the budget is spent. */
    private static Refusal early(String why, long millis) {
        return new Refusal(
                Code.CIRCUIT_OPEN,
                why + "; it is started again in " + (millis + 999) / 1000 + " s",
                "try again then",
                Map.of("retryAfterMillis", Long.toString(millis)));
    }
}
