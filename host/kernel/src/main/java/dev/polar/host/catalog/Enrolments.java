package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is enrolled, and who was: a namespace once given is never another's.
 *
 * @param active by name
 */
public record Enrolments(Map<String, Enrolled> active, List<Enrolled> former) {

    /** The actions that decide it. */
    static final Set<String> ACTIONS = Set.of(
            AddingPublisher.ACTION, Relevelling.ACTION, Rekeying.ACTION, Replacing.ACTION, RemovingPublisher.ACTION);

    static Enrolments of(List<Consented> consents) {
        var active = new LinkedHashMap<String, Enrolled>();
        var former = new ArrayList<Enrolled>();
        for (var consent : consents) {
            var name = consent.body().getString("name", "");
            switch (consent.action()) {
                case AddingPublisher.ACTION -> {
                    var added = Enrolment.of(consent);
                    if (mayCome(added, active, former)) {
                        active.put(name, new Enrolled(added, consent.operator(), consent.at(), List.of()));
                    }
                }
                case Relevelling.ACTION ->
                    active.computeIfPresent(name, (same, enrolled) -> enrolled.relevelled(consent));
                case Rekeying.ACTION ->
                    active.computeIfPresent(
                            name,
                            (same, enrolled) -> Rekeying.counts(consent, enrolled.enrolment())
                                    ? enrolled.rekeyed(consent, false)
                                    : enrolled);
                case Replacing.ACTION ->
                    active.computeIfPresent(name, (same, enrolled) -> enrolled.rekeyed(consent, true));
                case RemovingPublisher.ACTION ->
                    Optional.ofNullable(active.remove(name)).ifPresent(former::add);
                default -> {}
            }
        }
        return new Enrolments(Map.copyOf(active), List.copyOf(former));
    }

    /** The host refuses anything else before it is signed; here whoever signs and writes the database is held to it too. */
    private static boolean mayCome(Enrolment added, Map<String, Enrolled> active, List<Enrolled> former) {
        return added.isGivable()
                && !active.containsKey(added.name())
                && Stream.concat(active.values().stream(), former.stream())
                        .filter(other -> !EnrolmentRules.same(other, added))
                        .noneMatch(other -> !added.reviewer()
                                && !other.enrolment().reviewer()
                                && !Collections.disjoint(other.enrolment().namespaces(), added.namespaces()));
    }

    /** Everyone, in order of their names. */
    public List<Enrolled> list() {
        return active.values().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    Stream<Enrolled> everSince() {
        return Stream.concat(former.stream(), active.values().stream());
    }
}
