package dev.polar.host.gate;

import dev.polar.host.limits.Breaker;
import dev.polar.host.limits.Crowds;
import dev.polar.host.limits.Restraints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place inside a plugin: among those whom each limit counts, and past the breaker. Used by one thread. */
final class Place {
    private final Restraints restraints;
    private final List<Crowds.Crowd> crowds = new ArrayList<>(2);
    private @Nullable Breaker entered;

    Place(Restraints restraints) {
        this.restraints = restraints;
    }

    boolean join(Crowds.Crowd crowd, int most) {
        return restraints.crowds().enter(crowd, most) && crowds.add(crowd);
    }

    boolean enter(Breaker breaker) {
        entered = breaker.admits() ? breaker : null;
        return entered != null;
    }

    /** It is no place after all. */
    void giveUp() {
        crowds.forEach(restraints.crowds()::leave);
        crowds.clear();
    }

    /**
     * Gives the place back; {@code blame} says whether the plugin itself failed. Says whether its calls are not even tried
     * any more, for a while. If that changed with this call, it is kept with the call's next record.
     */
    boolean leave(Passage passage, Limits.Blame blame, Duration took) {
        var breaker = entered;
        if (breaker == null) {
            return false;
        }
        entered = null;
        giveUp();
        turned(breaker, blame, took).ifPresent(turn -> {
            passage.remark("circuit", said(turn));
            passage.withNextRecord(transaction -> restraints.keep(transaction, turn));
        });
        return breaker.isOpen();
    }

    private static Optional<Breaker.Turn> turned(Breaker breaker, Limits.Blame blame, Duration took) {
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
