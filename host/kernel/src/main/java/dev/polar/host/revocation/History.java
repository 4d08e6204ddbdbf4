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

    /**
     * The consents whose entries are in force at that time: of each thing all since it was last lifted, for a later one
     * that says less takes nothing from an earlier one.
     */
    List<Consented> inForce(Instant now) {
        return byObject.values().stream()
                .flatMap(decisions -> standing(decisions, now).stream())
                .toList();
    }

    /** What is in force of each thing, or the newest revocation if it is lifted. */
    List<Consented> revoked(Instant now) {
        return byObject.values().stream()
                .flatMap(decisions -> {
                    var standing = standing(decisions, now);
                    return standing.isEmpty() ? revoked(decisions).stream() : standing.stream();
                })
                .toList();
    }

    private static List<Consented> standing(List<Consented> decisions, Instant now) {
        var standing = new ArrayList<Consented>();
        for (var consent : decisions) {
            if (consent.action().equals(RevocationBody.ACTION)) {
                standing.add(consent);
            } else if (!now.isBefore(LiftBody.from(consent)) && !isTakenBack(consent, decisions)) {
                standing.clear();
            }
        }
        return standing;
    }

    /** What one operator alone lifts never counts once it was revoked again. */
    private static boolean isTakenBack(Consented lift, List<Consented> decisions) {
        return LiftBody.of(lift).alone()
                && decisions.subList(decisions.indexOf(lift) + 1, decisions.size()).stream()
                        .anyMatch(later -> later.action().equals(RevocationBody.ACTION));
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
