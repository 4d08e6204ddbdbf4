package dev.polar.host.approval;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;

/** Approval requests and what became of them. Requests and unused approvals run out after an hour. */
public final class Approvals {
    /** Open requests one caller may have. */
    public static final int MAX_OPEN = 5;

    private static final Duration LIFE = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private volatile BiPredicate<String, Digest> signed = (id, call) -> true;

    public Approvals(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Asks of each approval whether an operator signed it: a row that says so is nobody's yes. */
    public Approvals believing(BiPredicate<String, Digest> whatWasSigned) {
        signed = whatWasSigned;
        return this;
    }

    /** Whether a request for that call is to be made. */
    public sealed interface Opened {
        String id();

        /** Not there yet; {@link Approvals#insert} makes it. */
        record New(String id) implements Opened {}

        /** The same call was asked for before and waits. */
        record Waiting(String id) implements Opened {}

        /** The caller has too many open ones; this one is not made. */
        record TooMany() implements Opened {
            @Override
            public String id() {
                return "";
            }
        }
    }

    /** Everything not yet decided or done, newest first, and what was decided within a day. */
    public List<ApprovalRow> list() {
        var now = clock.instant();
        return database.read(transaction -> ApprovalTable.recent(transaction, now.minus(Duration.ofDays(1)), now));
    }

    /** @throws Refusal {@code APPROVAL_UNKNOWN} */
    public ApprovalRow find(String id) {
        return database.read(transaction -> ApprovalTable.find(transaction, id))
                .orElseThrow(() -> new Refusal(
                        Code.APPROVAL_UNKNOWN, "there is no approval request '" + id + "'", "polar approvals"));
    }

    /** An approval that fits exactly that call and is not used up. */
    public Optional<String> usable(Digest call) {
        return database.read(transaction -> ApprovalTable.usable(transaction, call.toString(), clock.instant()))
                .filter(id -> signed.test(id, call));
    }

    /** Looks whether a request for that call waits already. */
    public Opened open(ApprovalRequest request) {
        return database.read(transaction -> {
            var now = clock.instant();
            var waiting = ApprovalTable.waiting(transaction, request.digest().toString(), now);
            if (waiting.isPresent()) {
                return new Opened.Waiting(waiting.get());
            }
            return ApprovalTable.countOpen(transaction, request.caller(), now) >= MAX_OPEN
                    ? new Opened.TooMany()
                    : new Opened.New(newId());
        });
    }

    /** Makes the request, together with the record that says so. */
    public void insert(Transaction transaction, String id, ApprovalRequest request) {
        var now = clock.instant();
        ApprovalTable.insert(transaction, id, request, now, now.plus(LIFE));
    }

    /** One caller takes one use of an approval, together with its intent; everyone else is refused. */
    public void claim(Transaction transaction, String id, String intent) {
        require(ApprovalTable.claim(transaction, id, intent, clock.instant()), id, "was used by another call");
    }

    /** The call the approval was used for has ended, together with its outcome. */
    public void ended(Transaction transaction, String id, boolean failed) {
        require(
                ApprovalTable.end(transaction, id, failed ? ApprovalState.FAILED : ApprovalState.EXECUTED),
                id,
                "is not executing");
    }

    /**
     * After a restart: what was executing here may or may not have happened. The journal has closed this node's intents by
     * then; what another node executes has no outcome yet and is left alone.
     */
    public void recover(Journal journal) {
        if (database.read(ApprovalTable::leftBehind)) {
            journal.append(
                    Draft.of(Category.APPROVAL, "recover").error(Code.OUTCOME_UNKNOWN),
                    (transaction, seq) -> ApprovalTable.abandon(transaction));
        }
    }

    /** An operator has decided; only one of any number does. */
    public void decide(Transaction transaction, String id, ApprovalState decision, String by, int uses, Instant until) {
        require(
                ApprovalTable.decide(transaction, id, decision, by, uses, until, clock.instant()),
                id,
                "was decided already or has run out");
    }

    private static void require(boolean changed, String id, String otherwise) {
        if (!changed) {
            throw new Refusal(Code.APPROVAL_EXPIRED, "approval request '" + id + "' " + otherwise, "polar approvals");
        }
    }

    private static String newId() {
        return "ap-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 8);
    }
}
