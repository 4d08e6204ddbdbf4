package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was decided about each thing that was taken back, in the order of the versions that operators signed: whichever
 * copy of it an older backup brings back, a later revocation is not undone and a later lift not forgotten.
 */
record History(Map<String, List<Consented>> byObject) {

    static History of(Collection<Consented> consents) {
        var byObject = new LinkedHashMap<String, List<Consented>>();
        for (var consent : consents) {
            if (consent.action().equals(RevocationBody.ACTION)
                    || consent.action().equals(LiftBody.ACTION)) {
                byObject.computeIfAbsent(consent.object(), object -> new ArrayList<>())
                        .add(consent);
            }
        }
        // Two of one version cannot be, except where two databases went apart: then what takes back comes last.
        byObject.values()
                .forEach(decisions -> decisions.sort(Comparator.comparing(Consented::version)
                        .thenComparing(consent -> consent.action().equals(RevocationBody.ACTION))));
        return new History(byObject);
    }

    /** The consents whose entries are in force at that time. */
    List<Consented> inForce(Instant now) {
        return byObject.values().stream()
                .flatMap(decisions -> revoked(decisions).filter(_ -> !lifted(decisions, now)).stream())
                .toList();
    }

    /** The newest revocation of each thing, lifted or not. */
    List<Consented> revoked() {
        return byObject.values().stream()
                .flatMap(decisions -> revoked(decisions).stream())
                .toList();
    }

    /** The last word about it, if it is a lift. */
    Optional<Consented> lift(String object) {
        return Optional.ofNullable(byObject.get(object))
                .map(List::getLast)
                .filter(last -> last.action().equals(LiftBody.ACTION));
    }

    /** Every lift that nothing followed, in force or not yet. */
    List<Consented> lifts() {
        return byObject.keySet().stream()
                .flatMap(object -> lift(object).stream())
                .toList();
    }

    /** Whether it is revoked and nobody asked to lift it. */
    boolean holds(String object) {
        return Optional.ofNullable(byObject.get(object))
                .filter(decisions -> decisions.getLast().action().equals(RevocationBody.ACTION))
                .isPresent();
    }

    private static Optional<Consented> revoked(List<Consented> decisions) {
        return decisions.reversed().stream()
                .filter(consent -> consent.action().equals(RevocationBody.ACTION))
                .findFirst();
    }

    private static boolean lifted(List<Consented> decisions, Instant now) {
        for (var consent : decisions.reversed()) {
            if (consent.action().equals(RevocationBody.ACTION)) {
                return false;
            }
            if (!now.isBefore(LiftBody.from(consent))) {
                return true;
            }
        }
        return false;
    }

    /** Whether an entry of somebody else's list is lifted at that time. */
    boolean lifted(String object, Instant now) {
        return Optional.ofNullable(byObject.get(object))
                .filter(decisions -> lifted(decisions, now))
                .isPresent();
    }
}
