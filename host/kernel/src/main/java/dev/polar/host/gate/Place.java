package dev.polar.host.gate;

import dev.polar.host.limits.Breaker;
import dev.polar.host.limits.Restraints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A place inside a plugin. */
final class Place {
    private final Restraints restraints;
    private final List<String> crowds;
    private final Breaker breaker;
    private boolean left;

    Place(Restraints restraints, List<String> crowds, Breaker breaker) {
        this.restraints = restraints;
        this.crowds = crowds;
        this.breaker = breaker;
    }

    /**
     * Gives the place back; {@code blame} says whether the plugin itself failed. Says whether its calls are not even tried
     * any more, for a while. If that changed with this call, it is kept with the call's next record.
     */
    boolean leave(Passage passage, Limits.Blame blame, Duration took) {
        if (left) {
            return false;
        }
        left = true;
        crowds.forEach(restraints.crowds()::leave);
        turned(blame, took).ifPresent(turn -> {
            passage.remark("circuit", said(turn));
            passage.withNextRecord(transaction -> restraints.keep(transaction, turn));
        });
        return breaker.isOpen();
    }

    private Optional<Breaker.Turn> turned(Limits.Blame blame, Duration took) {
        return switch (blame) {
            case NOBODY -> {
                breaker.nothingHappened();
                yield Optional.empty();
            }
            case NONE_FAILED -> breaker.succeeded(took);
            case PLUGIN -> breaker.failed(took);
        };
    }

    private static String said(Breaker.Turn turn) {
        return switch (turn) {
            case Breaker.Turn.Opened(var content, var pause) ->
                "open until " + pause.until().orElseThrow();
            case Breaker.Turn.Closed(var content) -> "closed";
        };
    }
}
