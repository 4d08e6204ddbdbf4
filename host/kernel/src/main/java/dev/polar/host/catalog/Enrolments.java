package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is enrolled, and who was: a namespace once given is never another's.
 *
 * @param active by name
 */
public record Enrolments(Map<String, Enrolled> active, List<Enrolled> former) {

    static Enrolments of(List<Consented> consents) {
        var active = new LinkedHashMap<String, Enrolled>();
        var former = new ArrayList<Enrolled>();
        for (var consent : consents) {
            var name = consent.body().getString("name", "");
            switch (consent.action()) {
                case AddingPublisher.ACTION ->
                    active.put(name, new Enrolled(Enrolment.of(consent), consent.operator(), consent.at()));
                case RemovingPublisher.ACTION ->
                    Optional.ofNullable(active.remove(name)).ifPresent(former::add);
                default -> {}
            }
        }
        return new Enrolments(Map.copyOf(active), List.copyOf(former));
    }

    /** Everyone, in order of their names. */
    public List<Enrolled> list() {
        return active.values().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    Stream<Enrolment> everSince() {
        return Stream.concat(former.stream(), active.values().stream()).map(Enrolled::enrolment);
    }
}
