package dev.polar.host.audit;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Refusals, which anybody can cause as often as they like. The first ones of a caller in a minute are records; the others
 * are counted, and the count is a record when the minute is over. Who is refused before anybody knows who it is has one
 * record a minute for each place.
 */
final class Denials {
    static final int OF_A_CALLER = 60;
    static final int OF_A_PLACE = 1;

    private final InstantSource clock;
    private final Quotas callers;
    private final Quotas places = new Quotas(OF_A_PLACE);
    private final Queue<Draft> owed = new ArrayDeque<>();
    private long minute;

    Denials(InstantSource clock, int ofACaller) {
        this.clock = clock;
        this.callers = new Quotas(ofACaller);
        this.minute = now();
    }

    /** Whether this one is to be written; if not, it is counted. */
    synchronized boolean admit(Draft denial) {
        turn();
        var place = denial.said("facts", "source");
        var caller = denial.said("caller", "id")
                .map(id -> denial.said("caller", "kind").orElse("") + " " + id);
        return caller.isEmpty() && place.isPresent()
                ? places.admit(place.get(), denial, clock.instant())
                : callers.admit(caller.or(() -> denial.said("plugin", "name")).orElse(""), denial, clock.instant());
    }

    /** A count whose minute is over and that is not on record yet. */
    synchronized Optional<Draft> owed() {
        turn();
        return Optional.ofNullable(owed.peek());
    }

    /** That one is on record. */
    synchronized void paid() {
        owed.remove();
    }

    /** Owes every count from now on. */
    synchronized void end() {
        owed.addAll(callers.turn());
        owed.addAll(places.turn());
    }

    /** A minute lasts longer while nothing can be written, so that what is owed does not grow without end. */
    private void turn() {
        if (owed.isEmpty() && now() != minute) {
            minute = now();
            end();
        }
    }

    private long now() {
        return clock.instant().getEpochSecond() / 60;
    }
}
