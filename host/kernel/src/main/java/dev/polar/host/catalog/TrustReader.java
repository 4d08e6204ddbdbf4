package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operator;
import dev.polar.host.consent.Operators;
import dev.polar.host.revocation.RevocationList;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.TrustState;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.packages.FormerKeys;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.packages.Reviewer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Folds what operators signed into what holds. */
public final class TrustReader {
    /** The publisher that this installation itself is. */
    public static final String LOCAL = "local";

    private static final String POLAR = "polar";
    private static final Duration PLANS_LIVE = Duration.ofHours(1);

    private final Ledger ledger;
    private final RevocationList revocations;
    private final Operators operators;
    private final Optional<PublicKey> releaseKey;
    private final Supplier<Optional<String>> confinement;

    /**
     * @param releaseKey whose packages are {@code core}; without it namespace {@code polar} is the installation's own
     * @param confinement why processes cannot be confined here, or empty if they can
     */
    public TrustReader(
            Ledger ledger,
            RevocationList revocations,
            Operators operators,
            Optional<PublicKey> releaseKey,
            Supplier<Optional<String>> confinement) {
        this.ledger = ledger;
        this.revocations = revocations;
        this.operators = operators;
        this.releaseKey = releaseKey;
        this.confinement = confinement;
    }

    /**
     * What holds now.
     *
     * @throws Refusal {@code DATABASE_UNAVAILABLE}
     */
    public Trust read() {
        var consents = ledger.read();
        revocations.merge();
        return folded(consents);
    }

    /** The publisher that an operator enrolled under that name. */
    public Optional<Publisher> publisher(String name) {
        return Optional.ofNullable(known().state().publishers().get(name));
    }

    /** Whose releases came in unusually many at once, as far as was read. */
    public List<Burst> bursts(Instant now) {
        return Burst.of(ledger.known(), now);
    }

    /** What holds as far as was read; revocations are complete. */
    public Trust known() {
        return folded(ledger.known());
    }

    private Trust folded(List<Consented> consents) {
        var enrolments = Enrolments.of(consents);
        var problems = new ArrayList<Refusal>(ledger.problems());
        problems.addAll(ledger.strangers());
        problems.addAll(revocations.problems());
        var keyring = keyring(enrolments, problems);
        var mandates = Mandate.of(consents);
        var renewals = Renewals.of(consents);
        var state = new TrustState(
                keyring.publishers().stream().collect(Collectors.toMap(Publisher::name, Function.identity())),
                revocations.read().knowing(recorded(consents)),
                floors(consents),
                releases(consents),
                mandates.values().stream()
                        .flatMap(mandate -> mandate.approved().stream())
                        .collect(Collectors.toMap(
                                release -> release.terms().content(),
                                release -> renewals.renewed(release.approval()),
                                (one, other) -> one)),
                confinement.get(),
                revocations.freshness());
        var before = mandates.values().stream()
                .flatMap(Mandate::before)
                .collect(Collectors.toMap(
                        release -> release.terms().content(),
                        release -> renewals.renewed(release.approval()),
                        (earlier, later) -> later));
        return new Trust(enrolments, keyring, state, before, mandates, tickets(consents), List.copyOf(problems));
    }

    /** When the log had each content at the latest: a plan is carried out within its hour or never. */
    private static Map<Digest, Instant> recorded(List<Consented> consents) {
        var recorded = new HashMap<Digest, Instant>();
        consents.stream()
                .filter(consent -> Burst.NEW_CONTENT.contains(consent.action()))
                .forEach(consent -> recorded.merge(
                        Terms.of(consent.body()).content(),
                        consent.at().plus(PLANS_LIVE),
                        (one, other) -> one.isBefore(other) ? one : other));
        return recorded;
    }

    private Keyring keyring(Enrolments enrolments, List<Refusal> problems) {
        var publishers = new ArrayList<Publisher>();
        var reviewers = new ArrayList<Reviewer>();
        releaseKey.ifPresent(key -> publishers.add(new Publisher(POLAR, List.of(key), 1, Set.of(POLAR), Level.CORE)));
        var own = operators.all().stream()
                .filter(Operator::packs)
                .map(Operator::key)
                .distinct()
                .toList();
        if (!own.isEmpty()) {
            var namespaces = releaseKey.isPresent() ? Set.of(LOCAL) : Set.of(LOCAL, POLAR);
            var former = operators.formerKeys().stream()
                    .map(key -> new FormerKeys(List.of(key), 1, false))
                    .toList();
            publishers.add(new Publisher(LOCAL, own, 1, namespaces, Level.LOCAL, former));
        }
        for (var enrolled : enrolments.list()) {
            var enrolment = enrolled.enrolment();
            var known = new Keyring(publishers, reviewers);
            if (enrolled.everyKey().anyMatch(key -> known.ownerOf(key.id()).isPresent())
                    || publishers.stream()
                            .anyMatch(publisher -> publisher.name().equals(enrolment.name())
                                    || !enrolment.reviewer()
                                            && !Collections.disjoint(publisher.namespaces(), enrolment.namespaces()))) {
                problems.add(new Refusal(
                        Code.STATE_CONFLICT,
                        "publisher '" + enrolment.name()
                                + "' shares a name, a key or a namespace with somebody else and does not count",
                        "polar trust remove " + enrolment.name()));
            } else if (enrolment.reviewer()) {
                reviewers.add(enrolment.asReviewer());
            } else {
                publishers.add(enrolled.publisher());
            }
        }
        return new Keyring(publishers, reviewers);
    }

    private static int tickets(List<Consented> consents) {
        return (int) consents.stream()
                .filter(consent -> consent.action().equals("stage"))
                .count();
    }

    private static Map<PluginId, Integer> floors(List<Consented> consents) {
        var floors = new HashMap<PluginId, Integer>();
        for (var consent : consents) {
            if (raisesFloor(consent)) {
                var plugin = new PluginId(consent.body().getString("plugin"));
                floors.merge(plugin, consent.body().getInt("epoch"), Math::max);
            }
        }
        return floors;
    }

    /** Only what serves everybody: a release on trial may still be taken back. */
    private static boolean raisesFloor(Consented consent) {
        return switch (consent.action()) {
            case "enable" -> true;
            case "update" -> consent.body().getString("state").equals(State.ENABLED.label());
            default -> false;
        };
    }

    private static Map<String, Digest> releases(List<Consented> consents) {
        var releases = new HashMap<String, Digest>();
        for (var consent : consents) {
            if (Burst.NEW_CONTENT.contains(consent.action())) {
                var terms = Terms.of(consent.body());
                releases.putIfAbsent(terms.release(), terms.content());
            }
        }
        return releases;
    }
}
