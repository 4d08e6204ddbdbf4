package dev.polar.runtime.child;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How often a process that ended is started again: three times a minute, at once, after a second, after five. */
public final class RestartBudget {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final List<Duration> PAUSES = List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final Deque<Instant> starts = new ArrayDeque<>();

    /** What the budget says of a start now. */
    public sealed interface Say {
        record Go() implements Say {}

        record Wait(Duration howLong) implements Say {}

        record Spent() implements Say {}
    }

    /** Counts a start, if it may be now. */
    public Say ask(Instant now) {
        while (!starts.isEmpty() && starts.getFirst().plus(WINDOW).isBefore(now)) {
            starts.removeFirst();
        }
        if (starts.size() >= PAUSES.size()) {
            return new Say.Spent();
        }
        if (!starts.isEmpty()) {
            var earliest = starts.getLast().plus(PAUSES.get(starts.size()));
            if (now.isBefore(earliest)) {
                return new Say.Wait(Duration.between(now, earliest));
            }
        }
        starts.addLast(now);
        return new Say.Go();
    }
}
