package dev.polar.host.consent;

import dev.polar.host.audit.Journal;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Every consent that counts: the stored envelopes that verify, each one version above the last about the same object.
 * The others do not exist, and {@link #problems} tells of them.
 */
public final class Ledger {
    private final Database database;
    private final Signatures signatures;
    private final Map<String, Consented> verified = new ConcurrentHashMap<>();
    private volatile Predicate<KeyId> withdrawn = key -> false;
    private volatile Runnable afterReading = () -> {};
    private volatile Runnable afterTakingBack = () -> {};
    private volatile Counting.View view = Counting.View.NOTHING;
    private Rows rows = Rows.NONE;
    private Counting counting;

    public Ledger(Database database, Signatures signatures) {
        this.database = database;
        this.signatures = signatures;
        this.counting = counting();
    }

    /** Whether operators of some installation consented to anything in that database. */
    public static boolean holdsAnything(Database database) {
        return database.read(ConsentTable::any);
    }

    /**
     * All consents to these actions, or to any if none is named, in the order in which they were stored.
     *
     * @throws Refusal {@code DATABASE_UNAVAILABLE}
     */
    public List<Consented> read(String... actions) {
        refresh();
        return known(actions);
    }

    /** As {@link #read}, from what was read last; all of them are the very same list until something changes. */
    public List<Consented> known(String... actions) {
        var wanted = Set.of(actions);
        var consents = view.consents();
        return wanted.isEmpty()
                ? consents
                : consents.stream()
                        .filter(consent -> wanted.contains(consent.action()))
                        .toList();
    }

    Cosigning cosigning(Journal journal) {
        return new Cosigning(database, this, journal);
    }

    /** Whom it was counted with: is the same as long as no operator came or went. */
    public Object operators() {
        return signatures.operators().asOf();
    }

    String installation() {
        return signatures.installation();
    }

    /** The highest version of each object, as far as was read. */
    public Map<String, Long> versions() {
        return view.versions();
    }

    /** Is run before that when operators came or went, and with them perhaps what they had signed. */
    public void afterTakingBack(Runnable action) {
        afterTakingBack = action;
    }

    /** Is run whenever the consents were read, which they are after each that is carried out, before anyone is told. */
    public void afterReading(Runnable action) {
        afterReading = action;
    }

    /** The version of the next consent about this object, as far as was read. */
    long next(String object) {
        return view.versions().getOrDefault(object, 0L) + 1;
    }

    /** {@code TRUST_TAMPERED} for each row that does not count. */
    public List<Refusal> problems() {
        return List.copyOf(view.broken().values());
    }

    /**
     * The consent in an envelope, whose row is not there yet; none if it was signed with a key that turned out stolen.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}, {@code REQUEST_INVALID}, {@code OPERATOR_UNKNOWN}, or {@code
     *     CONSENT_REQUIRED} if more operators have to sign it
     */
    public Optional<Consented> verify(String envelope) {
        return Optional.of(counted(envelope)).filter(consent -> !consent.isVoid());
    }

    /** As {@link #verify}; one that is void names nobody, and takes up its version all the same. */
    private Consented counted(String envelope) {
        var signed = signatures.verify(envelope);
        if (signed.voided()) {
            return consented(List.of(), signed, envelope);
        }
        int needed = Quorum.of(signed.statement());
        if (signed.names().size() < needed) {
            throw new Refusal(
                    Code.CONSENT_REQUIRED,
                    signed.statement().action() + " needs the signatures of " + needed + " operators and has "
                            + signed.names().size(),
                    "another operator runs the same command");
        }
        return consented(signed.names(), signed, envelope);
    }

    /**
     * The consent in an envelope that is to count from now on, even if others have to sign it too.
     *
     * @throws Refusal also {@code KEY_REVOKED} if nobody signed it whose key still may
     */
    Consented accept(String envelope) {
        var signed = signatures.accept(envelope);
        var names = signed.operators().stream()
                .filter(operator -> !withdrawn.test(operator.key().id()))
                .map(Operator::name)
                .toList();
        if (names.isEmpty()) {
            throw new Refusal(
                    Code.KEY_REVOKED,
                    "the key of operator '" + signed.names().getFirst() + "' is revoked",
                    "another operator has to sign");
        }
        return consented(names, signed, envelope);
    }

    /** One statement that two signed apart. */
    Consented joined(Consented one, Consented other) {
        var first = signatures.verify(one.envelope()).envelope();
        var second = signatures.verify(other.envelope()).envelope();
        var more = second.signatures().stream()
                .filter(signature -> !first.signatures().contains(signature))
                .toList();
        return accept(new String(first.with(more).bytes(), StandardCharsets.UTF_8));
    }

    /** Names the operators' keys that consent to nothing new. What they signed before still counts. */
    public void withdraw(Predicate<KeyId> keys) {
        withdrawn = keys;
    }

    boolean isWithdrawn(KeyId key) {
        return withdrawn.test(key);
    }

    /** @param text as it came, which is kept if it is written as this host writes it: most are, and they are many */
    private Consented consented(List<String> operators, Signatures.Signed signed, String text) {
        var statement = signed.statement();
        var written = signed.text();
        var envelope = written.equals(text) ? text : written;
        var kept = new KeptStatement(statement, () -> Signatures.statement(envelope));
        return new Consented(operators, kept, statement.digest(), envelope, transaction -> {
            write(transaction, kept, envelope);
            return kept.version();
        });
    }

    /** Reads all rows again; an envelope that verified once is not verified again while the operators stay the same. */
    void refresh() {
        if (readAgain()) {
            afterTakingBack.run();
        }
        afterReading.run();
    }

    /** Reads again what was just carried out, if the database answers; what it cannot read now, the next reading finds. */
    void carriedOut(Consented consent) {
        if (next(consent.object()) > consent.version()) {
            return; // by the change itself
        }
        try {
            refresh();
        } catch (Refusal silent) {
            if (silent.code() != Code.DATABASE_UNAVAILABLE) {
                throw silent;
            }
        }
    }

    /** Operators come and go by consents too, and who they are decides what counts: then all is counted again. */
    private synchronized boolean readAgain() {
        rows = database.read(rows::read);
        boolean followed = false;
        for (int from = count(); follow(from); from = 0) {
            followed = true;
            verified.clear();
            count();
        }
        return followed;
    }

    /** Says how many counted before. */
    private int count() {
        if (!counting.goesOn(signatures.operators().pinned(), rows.all())) {
            counting = counting();
        }
        int before = counting.counted();
        if (before == 0 || counting.isBehind(rows.all())) {
            view = counting.over(rows.all());
        }
        return before;
    }

    private Counting counting() {
        return new Counting(
                signatures.operators().pinned(), envelope -> verified.computeIfAbsent(envelope, this::counted));
    }

    private boolean follow(int from) {
        var operators = signatures.operators();
        var consents = view.consents();
        for (int i = from; i < consents.size() && !operators.all().isEmpty(); i++) {
            if (operators.follow(consents.get(i), consents.subList(0, i))) {
                return true;
            }
        }
        return false;
    }

    /** {@code TRUST_TAMPERED} for each operator who is pinned otherwise than was consented to, as far as was read. */
    public List<Refusal> strangers() {
        return Strangers.among(
                signatures.operators().all(),
                known(AddingOperator.ACTION, ReplacingOperator.REPLACE, ReplacingOperator.RECOVER));
    }

    private void write(Transaction transaction, KeptStatement whole, String envelope) {
        var statement = whole.whole();
        writeOne(transaction, statement, envelope);
        var consent = new Consented(List.of(), whole, statement.digest(), envelope, already -> statement.version());
        consent.parts().forEach(part -> writeOne(transaction, part.statement(), part.envelope()));
    }

    private void writeOne(Transaction transaction, Statement statement, String envelope) {
        // What does not count must neither block the version it claims nor come to count once the gap is filled.
        ConsentTable.delete(
                transaction,
                view.broken().keySet().stream()
                        .filter(row -> row.object().equals(statement.object()))
                        .map(ConsentTable.Row::seq)
                        .toList());
        if (!ConsentTable.insert(transaction, statement.object(), statement.version(), envelope)) {
            throw used(statement);
        }
    }

    static Refusal used(Statement statement) {
        return new Refusal(
                Code.PLAN_CHANGED,
                "version " + statement.version() + " of " + statement.object() + " was consented to before",
                "ask for a new plan: a consent counts once");
    }

    static Refusal tampered(ConsentTable.Row row, Refusal why) {
        return tampered("consent " + row.seq() + " about " + row.object() + " does not count: " + why.getMessage())
                .with("seq", Long.toString(row.seq()));
    }

    static Refusal tampered(String message) {
        return new Refusal(Code.TRUST_TAMPERED, message, "polar audit list shows who changed what; then consent again");
    }
}
