package dev.polar.host.admin;

import dev.polar.adminapi.FreshnessRow;
import dev.polar.adminapi.RevocationRow;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.revocation.Decided;
import dev.polar.host.revocation.Refreshing;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.revocation.Sources;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Freshness;
import dev.polar.trust.admission.Level;
import dev.polar.trust.revocation.SignedList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was taken back and by whom, and how long that is known. */
public final class RevocationViews {
    private final TrustReader trust;
    private final RevocationList revocations;
    private final Refreshing refreshing;
    private final InstantSource time;

    public RevocationViews(TrustReader trust, RevocationList revocations, Refreshing refreshing, InstantSource time) {
        this.trust = trust;
        this.revocations = revocations;
        this.refreshing = refreshing;
        this.time = time;
    }

    List<RevocationRow> list() {
        var reach = Reach.of(trust.read());
        return revocations.decided().stream()
                .map(decided -> row(decided, reach))
                .toList();
    }

    private RevocationRow row(Decided decided, Reach reach) {
        var entry = decided.entry();
        return new RevocationRow(
                entry.id(),
                entry.kind().label(),
                entry.value(),
                entry.mode().label(),
                entry.reason(),
                entry.effectiveAt().toString(),
                decided.by(),
                decided.list(),
                entry.compromisedSince().map(Instant::toString).orElse(""),
                decided.scope()
                        .flatMap(scope -> reach.without(entry, scope))
                        .map(why -> "no effect: " + why)
                        .orElseGet(() -> state(decided)));
    }

    private String state(Decided decided) {
        return decided.lift()
                .map(lift -> "lifted by " + lift.by() + " from " + lift.from())
                .orElseGet(() -> decided.entry().effectiveAt().isAfter(time.instant())
                        ? "from " + decided.entry().effectiveAt()
                        : "in force");
    }

    List<FreshnessRow> freshness() {
        trust.read();
        return revocations.sources().all().stream().map(this::row).toList();
    }

    private FreshnessRow row(Sources.Enrolled enrolled) {
        var source = enrolled.source();
        var list = revocations.listOf(source);
        var last = refreshing.last(source.name());
        return new FreshnessRow(
                source.name(),
                source.scope().text(),
                source.location(),
                source.keys().stream().map(key -> key.id().hex()).collect(Collectors.joining(",")),
                list.map(SignedList::version).orElse(0L),
                list.map(one -> one.entries().size()).orElse(0),
                list.map(one -> one.issuedAt().toString()).orElse(""),
                list.map(one -> one.expires().toString()).orElse(""),
                state(enrolled, list),
                enrolled.active() ? list.map(this::stops).orElse("") : "",
                last.map(attempt -> attempt.at().toString()).orElse(""),
                last.flatMap(Refreshing.Attempt::problem).map(Refusal::toString).orElse(""));
    }

    private String state(Sources.Enrolled enrolled, Optional<SignedList> list) {
        if (!enrolled.active()) {
            return "removed";
        }
        return list.map(one -> time.instant().isBefore(one.expires()) ? "fresh" : "ran out")
                .orElse(enrolled.source().location().isEmpty() ? "none yet" : "missing");
    }

    private String stops(SignedList list) {
        return new Freshness(list.expires(), revocations.freshness().grace())
                .until(Level.VERIFIED)
                .toString();
    }
}
