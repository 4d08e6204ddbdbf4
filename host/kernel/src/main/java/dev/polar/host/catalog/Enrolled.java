package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.packages.FormerKeys;
import dev.polar.trust.packages.Publisher;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A publisher or reviewer that is, or was, enrolled.
 *
 * @param by the operator
 * @param former keys it had before
 */
public record Enrolled(Enrolment enrolment, String by, Instant since, List<FormerKeys> former) {
    public Enrolled {
        former = List.copyOf(former);
    }

    public String name() {
        return enrolment.name();
    }

    Publisher publisher() {
        return enrolment.publisher(former);
    }

    /** Its keys, and those it had. */
    Stream<PublicKey> everyKey() {
        return Stream.concat(enrolment.keys().stream(), former.stream().flatMap(before -> before.keys().stream()));
    }

    /** The same publisher with what was consented to now. */
    Enrolled changed(Consented consent) {
        return new Enrolled(Enrolment.of(consent), by, since, former);
    }

    /** As {@link #changed}, and the keys it has had until now are former ones. */
    Enrolled rekeyed(Consented consent, boolean lost) {
        var before = Stream.concat(
                former.stream(), Stream.of(new FormerKeys(enrolment.keys(), enrolment.threshold(), false)));
        return new Enrolled(
                Enrolment.of(consent),
                by,
                since,
                before.map(keys -> lost ? keys.asLost() : keys).toList());
    }
}
