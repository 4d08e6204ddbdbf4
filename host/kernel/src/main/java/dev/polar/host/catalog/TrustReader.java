package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operator;
import dev.polar.host.consent.Operators;
import dev.polar.host.revocation.RevocationList;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.TrustState;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.packages.FormerKeys;
import dev.polar.trust.packages.Keyring;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.packages.Reviewer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

    private final Ledger ledger;
    private final RevocationList revocations;
    private final Operators operators;
    private final Optional<PublicKey> releaseKey;
    private final Supplier<Optional<String>> confinement;
    private final boolean development;
    private Decisions decisions = new Decisions();
    private Folded last;

    /**
     * @param releaseKey whose packages are {@code core}; without it namespace {@code polar} is the installation's own
     * @param confinement why processes cannot be confined here, or empty if they can
     * @param development whether the installation is for development: then it is the one publisher there is, everything it
     *     signs has level {@code DEV}, and no namespace is anybody's
     */
    public TrustReader(
            Ledger ledger,
            RevocationList revocations,
            Operators operators,
            Optional<PublicKey> releaseKey,
            Supplier<Optional<String>> confinement,
            boolean development) {
        this.development = development;
        this.ledger = ledger;
        this.revocations = revocations;
        this.operators = operators;
        this.releaseKey = releaseKey;
        this.confinement = confinement;
        this.last = decided(new Seen(List.of(), operators.asOf()));
    }

    /** Of an installation that is not for development. */
    public TrustReader(
            Ledger ledger,
            RevocationList revocations,
            Operators operators,
            Optional<PublicKey> releaseKey,
            Supplier<Optional<String>> confinement) {
        this(ledger, revocations, operators, releaseKey, confinement, false);
    }

    /** Whether the installation is for development. */
    public boolean development() {
        return development;
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

    /** Every statement that counts, in order. */
    List<Consented> consents() {
        return ledger.read();
    }

    /** What holds as far as was read; revocations are complete. */
    public Trust known() {
        return folded(ledger.known());
    }

    private synchronized Trust folded(List<Consented> consents) {
        var seen = new Seen(consents, operators.asOf());
        if (!seen.isStill(last.seen())) {
            last = decided(seen);
        }
        var decided = last.decided();
        var revoked = revocations.read().knowing(decided.recorded());
        var state = new TrustState(
                last.publishers(),
                revoked,
                decided.floors(),
                decided.releases(),
                decided.approvals(),
                confinement.get(),
                revocations.freshness(),
                development);
        return new Trust(
                decided.enrolments(), last.keyring(), state, decided.before(), decided.mandates(), decided.tickets());
    }

    /** What was folded, and who the operators were. */
    private record Seen(List<Consented> consents, Object operators) {
        boolean isStill(Seen last) {
            return consents == last.consents && operators == last.operators;
        }
    }

    private record Folded(
            Seen seen,
            Decisions.Decided decided,
            Keyring keyring,
            Map<String, Publisher> publishers,
            List<Refusal> problems) {}

    private Folded decided(Seen seen) {
        if (!decisions.goesOn(seen.consents())) {
            decisions = new Decisions();
        }
        try {
            decisions.add(seen.consents());
        } catch (RuntimeException half) {
            decisions = new Decisions();
            throw half;
        }
        var decided = decisions.decided();
        var problems = new ArrayList<Refusal>();
        var keyring = keyring(decided.enrolments(), problems);
        var publishers = keyring.publishers().stream()
                .collect(Collectors.toUnmodifiableMap(Publisher::name, Function.identity()));
        return new Folded(seen, decided, keyring, publishers, List.copyOf(problems));
    }

    /** Rows and lines that do not count, as far as was read, and why. */
    public List<Refusal> problems() {
        known();
        var problems = new ArrayList<Refusal>(ledger.problems());
        problems.addAll(ledger.strangers());
        problems.addAll(revocations.problems());
        synchronized (this) {
            problems.addAll(last.problems());
        }
        return List.copyOf(problems);
    }

    private Keyring keyring(Enrolments enrolments, List<Refusal> problems) {
        var publishers = new ArrayList<Publisher>();
        var reviewers = new ArrayList<Reviewer>();
        if (development) {
            return developer();
        }
        releaseKey.ifPresent(key -> publishers.add(new Publisher(POLAR, List.of(key), 1, Set.of(POLAR), Level.CORE)));
        var own = ownKeys();
        if (!own.isEmpty()) {
            var namespaces = releaseKey.isPresent() ? Set.of(LOCAL) : Set.of(LOCAL, POLAR);
            publishers.add(new Publisher(LOCAL, own, 1, namespaces, Level.LOCAL, formerKeys()));
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

    /** In development the installation itself is the only publisher, of any namespace and below every other level. */
    private Keyring developer() {
        var own = ownKeys();
        return own.isEmpty()
                ? Keyring.EMPTY
                : new Keyring(List.of(new Publisher(LOCAL, own, 1, Set.of(), Level.DEV, formerKeys())), List.of());
    }

    private List<PublicKey> ownKeys() {
        return operators.all().stream()
                .filter(Operator::packs)
                .map(Operator::key)
                .distinct()
                .toList();
    }

    /** The keys of the operators who may consent to everything. */
    public List<KeyId> decidingKeys() {
        return operators.all().stream()
                .filter(Operator::whole)
                .map(operator -> operator.key().id())
                .toList();
    }

    private List<FormerKeys> formerKeys() {
        return operators.formerKeys().stream()
                .map(key -> new FormerKeys(List.of(key), 1, false))
                .toList();
    }
}
