package dev.polar.host.revocation;

import dev.polar.trust.revocation.Revocations;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What is in force, for as long as neither an entry nor time changes it.
 *
 * @param from and {@code until}: it is the same from then on, and before that
 */
record Current(Entries entries, Revocations revocations, Instant from, Instant until) {
    static Current of(Entries entries, Instant now) {
        var history = entries.history();
        var changes = Stream.concat(
                        history.lifts().stream().map(LiftBody::from),
                        history.byObject().values().stream()
                                .flatMap(decisions -> decisions.stream().map(consent -> consent.at())))
                .filter(now::isBefore)
                .min(Instant::compareTo);
        return new Current(entries, entries.at(now), now, changes.orElse(Instant.MAX));
    }

    boolean holds(Entries now, Instant time) {
        return entries == now && !time.isBefore(from) && time.isBefore(until);
    }
}
