package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Freshness;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocations;
import dev.polar.trust.revocation.SignedList;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Every revocation in force: what operators took back and let in again, and the lists of the sources they enrolled. The
 * consents are in the database and in {@code revocations.jsonl} in the data directory, one signed envelope a line; what
 * only one of the two has counts all the same.
 */
public final class RevocationList {
    private static final String[] ACTIONS = {RevocationBody.ACTION, LiftBody.ACTION, Sources.ADD, Sources.REMOVE};

    private final RevocationFile file;
    private final Ledger ledger;
    private final Optional<Database> database;
    private final TrustedTime time;
    private final Duration grace;
    private final ImportedLists lists;
    private final Map<String, Consented> consents = new LinkedHashMap<>();
    private final Set<Source> behind = new LinkedHashSet<>();
    private Optional<Entries> entries = Optional.empty();
    private Optional<Current> current = Optional.empty();
    private List<Consented> tookIn = List.of();
    private Object operators = "nobody yet";
    private List<String> marks = List.of();
    private boolean merged;
    private volatile Supplier<List<Refusal>> failures = List::of;
    private final List<Refusal> problems = new ArrayList<>();

    private RevocationList(Path dataDir, Ledger ledger, Optional<Database> database, TrustedTime time, Duration grace) {
        this.file = RevocationFile.in(dataDir);
        this.ledger = ledger;
        this.database = database;
        this.time = time;
        this.grace = grace;
        this.lists = new ImportedLists(dataDir);
    }

    /** As {@link #in(Path, Ledger, Database, TrustedTime, Duration)}, where nobody imports lists. */
    public static RevocationList in(Path dataDir, Ledger ledger) {
        return in(dataDir, ledger, Optional.empty(), new TrustedTime(InstantSource.system()), Duration.ZERO);
    }

    /**
     * Reads the files.
     *
     * @param grace how long what is neither community nor remote runs on lists that ran out
     * @throws Refusal {@code TRUST_TAMPERED} if they are there and cannot be read
     */
    public static RevocationList in(Path dataDir, Ledger ledger, Database database, TrustedTime time, Duration grace) {
        return in(dataDir, ledger, Optional.of(database), time, grace);
    }

    private static RevocationList in(
            Path dataDir, Ledger ledger, Optional<Database> database, TrustedTime time, Duration grace) {
        var list = new RevocationList(dataDir, ledger, database, time, grace);
        for (var line : list.file.lines()) {
            try {
                ledger.verify(line).ifPresent(list::add);
            } catch (Refusal refusal) {
                list.problems.add(list.file.spoilt(refusal));
            }
        }
        if (list.problems.isEmpty()) {
            list.file.isInOrder();
        }
        ledger.withdraw(list::names);
        return list;
    }

    /** Only operators take back the key of an operator. */
    private synchronized boolean names(KeyId key) {
        return entries()
                .own(time.instant())
                .anyMatch(entry -> entry.kind() == Kind.KEY && entry.value().equals(key.hex()));
    }

    /** All entries, after taking in what the database has and the file had not. */
    public synchronized Revocations read() {
        takeIn();
        var entries = entries();
        entries.held().forEach(held -> time.signed(held.list().issuedAt()));
        var now = time.instant();
        var known = current.filter(one -> one.holds(entries, now)).orElseGet(() -> Current.of(entries, now));
        current = Optional.of(known);
        return known.revocations();
    }

    private void takeIn() {
        var consented = ledger.known();
        if (consented == tookIn) {
            return;
        }
        if (ledger.known(ACTIONS).stream().filter(this::add).count() > 0) {
            file.write(consents.values());
        }
        tookIn = consented;
    }

    /** What follows from the consents and lists as they are; worked out once, until one of them changes. */
    private Entries entries() {
        var known = entries.orElseGet(() -> Entries.of(consents.values(), lists));
        entries = Optional.of(known);
        return known;
    }

    private void changed() {
        entries = Optional.empty();
        merged = false;
    }

    /** Takes in the lists that other nodes stored. */
    public void merge() {
        database.ifPresent(stored -> {
            var there = stored.read(ListTable::marks);
            synchronized (this) {
                takeIn();
                forgetVoid();
                if (merged && there.equals(marks)) {
                    return;
                }
            }
            var rows = stored.read(ListTable::all);
            synchronized (this) {
                take(rows);
                marks = there;
                merged = true;
            }
        });
    }

    private void take(List<ListTable.Row> rows) {
        lists.merge(rows, sources().byName());
        changed();
        behind.clear();
        entries()
                .held()
                .filter(one -> rows.stream()
                        .noneMatch(row -> row.source().equals(one.source().name())
                                && row.version() >= one.list().version()))
                .forEach(one -> behind.add(one.source()));
    }

    /** What was signed with a key that turned out stolen lifts nothing any more and enrols nobody; what it took back stays. */
    private void forgetVoid() {
        var now = ledger.operators();
        if (now == operators) {
            return;
        }
        if (consents.values()
                .removeIf(consent -> !consent.action().equals(RevocationBody.ACTION) && !counts(consent))) {
            changed();
            file.write(consents.values());
        }
        operators = now;
    }

    private boolean counts(Consented consent) {
        try {
            return ledger.verify(consent.envelope()).isPresent();
        } catch (Refusal spoilt) {
            return false;
        }
    }

    /** Whose list the database has only in an older version, or has lost. */
    synchronized List<Source> behind() {
        return List.copyOf(behind);
    }

    synchronized void stored(Source source) {
        behind.remove(source);
    }

    /** How long the lists can be relied on: one that is served somewhere and was lost here can at no time. */
    public synchronized Freshness freshness() {
        return entries().freshness(grace);
    }

    /** When time alone changes something. */
    synchronized List<Instant> changes() {
        return deadlines().changes();
    }

    private Deadlines deadlines() {
        return new Deadlines(history(), entries().listed(), freshness());
    }

    /** Every entry there is: the operators', then those of each list, lifted ones with who lifts them. */
    public synchronized List<Decided> decided() {
        return entries().decided(time.instant());
    }

    /** The ids of entries that were lifted and are not revoked again. */
    public synchronized List<String> lifted() {
        return entries().lifted(time.instant());
    }

    /** Everybody whose list counts. */
    public synchronized Sources sources() {
        return entries().sources();
    }

    /** The lists of other people as they were signed, one a line. */
    public synchronized byte[] importedBytes() {
        return lists.bytes();
    }

    /** The newest list of that source. */
    public synchronized Optional<SignedList> listOf(Source source) {
        return lists.of(source).map(ImportedLists.Held::list);
    }

    /** That list and the envelope it came in. */
    synchronized Optional<ImportedLists.Held> held(Source source) {
        return lists.of(source);
    }

    /**
     * What those bytes are as the next list of that source; nothing changes yet.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}, {@code SIGNATURE_THRESHOLD}, {@code REVOCATIONS_INVALID},
     *     {@code CLOCK_SUSPECT}, {@code TRUST_ROLLBACK} or {@code TRUST_STALE}
     */
    synchronized ImportedLists.Held next(Source source, byte[] bytes) {
        var next = lists.next(source, bytes);
        next.list().requireShortLived();
        time.require(next.list().issuedAt(), "the list of '" + source.name() + "'");
        if (!time.instant().isBefore(next.list().expires())) {
            throw new Refusal(
                    Code.TRUST_STALE,
                    "the list of '" + source.name() + "' ran out at "
                            + next.list().expires(),
                    "ask whoever serves it for the list as it is now");
        }
        return next;
    }

    /** Puts that list in force for good; says whether it is another one than before. */
    synchronized boolean put(Source source, ImportedLists.Held next) {
        var before = lists.of(source).map(ImportedLists.Held::list);
        if (before.filter(next.list()::equals).isPresent()) {
            return false;
        }
        before.ifPresent(next.list()::requireAfter);
        lists.put(source, next);
        changed();
        time.signed(next.list().issuedAt());
        return true;
    }

    /** Puts a consent in force for good: on disk when this returns. */
    public synchronized void put(Consented consent) {
        if (add(consent)) {
            file.add(consent, consents.values());
        }
    }

    /** The consents behind the operators' entries that are in force. */
    public synchronized List<Consented> consents() {
        return history().inForce(time.instant());
    }

    /** Whether that is revoked and nobody asked to lift it. */
    public synchronized boolean holds(String object) {
        return history().holds(object);
    }

    synchronized History history() {
        return entries().history();
    }

    /** Consents that the database has not got yet: taken while it was silent, or deleted from it. */
    public synchronized List<Consented> unstored() {
        var stored = ledger.known(ACTIONS).stream().map(RevocationList::key).collect(Collectors.toSet());
        return consents.values().stream()
                .filter(consent -> !stored.contains(key(consent)))
                .sorted(Comparator.comparing(Consented::version))
                .toList();
    }

    /** Says who knows which lists could not be fetched. */
    void failures(Supplier<List<Refusal>> ofFetching) {
        failures = ofFetching;
    }

    /** The latest signed time that was believed. */
    public Instant believed() {
        return time.latest();
    }

    /** What is wrong with the files, what could not be fetched, what ran out, and what is being lifted. */
    public synchronized Collection<Refusal> problems() {
        var all = new ArrayList<>(problems);
        all.addAll(lists.problems());
        all.addAll(deadlines().alarms(time));
        all.addAll(failures.get());
        return List.copyOf(all);
    }

    private boolean add(Consented consent) {
        var ours = List.of(ACTIONS).contains(consent.action());
        if (ours && consents.putIfAbsent(key(consent), consent) == null) {
            time.signed(consent.at());
            changed();
            return true;
        }
        return false;
    }

    private static String key(Consented consent) {
        return consent.object() + " " + consent.version() + " " + consent.digest();
    }
}
