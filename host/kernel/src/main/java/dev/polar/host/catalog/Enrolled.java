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

    /** The same publisher at the level that was consented to; whatever else the consent says is not its to change. */
    Enrolled relevelled(Consented consent) {
        var then = Enrolment.of(consent);
        return then.isGivable() ? new Enrolled(enrolment.at(then.level()), by, since, former) : this;
    }

    /** The same with other keys; those it has had until now are former ones. */
    Enrolled rekeyed(Consented consent, boolean lost) {
        var then = Enrolment.of(consent);
        var before = Stream.concat(
                former.stream(), Stream.of(new FormerKeys(enrolment.keys(), enrolment.threshold(), false)));
        return new Enrolled(
                enrolment.with(then.keys(), then.threshold()),
                by,
                since,
                before.map(keys -> lost ? keys.asLost() : keys).toList());
    }
}
