package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** An installed plugin, running or not, that a revocation names. */
record Condemned(Row row, Refusal why) {

    /** Those among the rows that are not marked so yet. */
    static List<Condemned> among(List<Row> rows, Trust trust, Instant now) {
        return rows.stream()
                .filter(row -> row.state() != State.REVOKED)
                .flatMap(row -> of(row, trust, now))
                .toList();
    }

    /** Whether that row is one. */
    static boolean is(Row row, Trust trust, Instant now) {
        return of(row, trust, now).findAny().isPresent();
    }

    private static Stream<Condemned> of(Row row, Trust trust, Instant now) {
        return trust
                .mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row.content()))
                .map(release -> release.terms().facts(row.entries().values()))
                .map(facts -> Admission.decide(Moment.INSTALL, facts, trust.state(), now))
                .stream()
                .flatMap(verdict -> verdict instanceof Verdict.Refused(var why) && Reasons.revoked(why)
                        ? Stream.of(new Condemned(row, why))
                        : Stream.empty());
    }
}
