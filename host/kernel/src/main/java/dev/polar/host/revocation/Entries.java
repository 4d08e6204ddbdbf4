package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.trust.admission.Freshness;
import dev.polar.trust.revocation.Imported;
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.revocation.Revocations;
import dev.polar.trust.revocation.SignedList;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every entry there is and what became of it, as the consents and lists stand; what of it is in force is a matter of time.
 *
 * @param consents how many consents there are
 * @param lists the newest list of each source that was ever enrolled, none if it has none yet
 */
record Entries(int consents, History history, Sources sources, List<FromSource> lists) {

    /** What one source says. */
    record FromSource(Sources.Enrolled enrolled, Optional<SignedList> list) {}

    /** A source's list. */
    record Held(Source source, SignedList list) {}

    static Entries of(Collection<Consented> consents, ImportedLists lists) {
        var sources = Sources.of(consents);
        return new Entries(
                consents.size(),
                History.of(consents),
                sources,
                sources.all().stream()
                        .map(one -> new FromSource(one, lists.of(one.source()).map(ImportedLists.Held::list)))
                        .toList());
    }

    Stream<Held> held() {
        return lists.stream()
                .flatMap(one ->
                        one.list().stream().map(list -> new Held(one.enrolled().source(), list)));
    }

    /** What is in force at that time. */
    Revocations at(Instant now) {
        long versions = held().mapToLong(one -> one.list().version()).sum();
        return new Revocations(consents + versions, own(now).toList(), imported(now), Map.of());
    }

    /** What operators took back; the clocks of whoever signed it count for nothing. */
    Stream<Revocation> own(Instant now) {
        return history.inForce(now).stream()
                .map(RevocationBody::entry)
                .map(entry -> entry.effectiveAt().isAfter(now) ? entry.atOnce() : entry);
    }

    private List<Imported> imported(Instant now) {
        return listed().stream()
                .map(list -> new Imported(
                        list.list(),
                        list.scope(),
                        list.entries().stream()
                                .filter(entry -> !history.lifted(object(entry), now))
                                .toList()))
                .toList();
    }

    /** What every source's list holds, lifted or not. */
    List<Imported> listed() {
        return held().map(one -> new Imported(
                        one.source().name(), one.source().scope(), one.list().entries()))
                .toList();
    }

    Freshness freshness(Duration grace) {
        return lists.stream()
                .filter(one -> one.enrolled().active())
                .filter(one -> one.list().isPresent()
                        || !one.enrolled().source().location().isEmpty())
                .map(one -> one.list().map(SignedList::expires).orElse(Instant.EPOCH))
                .min(Instant::compareTo)
                .map(first -> new Freshness(first, grace))
                .orElse(Freshness.UNBOUNDED);
    }

    List<Decided> decided(Instant now) {
        var own = history.revoked(now).stream()
                .map(consent -> new Decided(
                        RevocationBody.entry(consent),
                        Decided.OPERATORS,
                        Optional.empty(),
                        consent.operator(),
                        lift(consent.object())));
        var imported = listed().stream()
                .flatMap(list -> list.entries().stream()
                        .map(entry ->
                                new Decided(entry, list.list(), Optional.of(list.scope()), "", lift(object(entry)))));
        return Stream.concat(own, imported).toList();
    }

    private Optional<Decided.Lift> lift(String object) {
        return history.lift(object).map(lift -> new Decided.Lift(lift.operator(), LiftBody.from(lift)));
    }

    List<String> lifted(Instant now) {
        return history.lifts().stream()
                .filter(lift -> !now.isBefore(LiftBody.from(lift)))
                .map(lift -> LiftBody.of(lift).id())
                .toList();
    }

    /** What a lift of an entry of somebody else's list is about. */
    static String object(Revocation entry) {
        return "revocation:list:" + entry.id();
    }
}
