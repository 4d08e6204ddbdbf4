package dev.polar.host.approval;

import dev.polar.host.audit.CallTrace;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Approval requests and what became of them. Requests and unused approvals run out after an hour. */
public final class Approvals {
    /** Open requests one caller may have. */
    public static final int MAX_OPEN = 5;

    /** Rung on every node when a request is made or moves. */
    public static final String BELL = "polar_approval";

    /** Whatever executes for longer is stuck: no tool may take that long. */
    static final Duration STUCK = Duration.ofMinutes(15);

    private static final Duration LIFE = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
    private final List<Asked> others = new CopyOnWriteArrayList<>();
    private volatile Voices voices;

    public Approvals(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.voices = row ->
                said(row.id()).stream().filter(Voice::yes).map(Voice::approver).collect(Collectors.toUnmodifiableSet());
    }

    /** Counts only who is proven to have said yes, instead of whom the table names. */
    public Approvals believing(Voices proven) {
        voices = proven;
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

    /** Everything not yet decided or done, what needs somebody first, and what was decided within a day. */
    public List<ApprovalRow> list() {
        var now = clock.instant();
        return database.read(transaction -> ApprovalTable.recent(transaction, now.minus(Duration.ofDays(1)), now));
    }

    /** What waits or may be used. */
    public List<ApprovalRow> open() {
        return database.read(transaction -> ApprovalTable.open(transaction, clock.instant()));
    }

    /** @throws Refusal {@code APPROVAL_UNKNOWN} */
    public ApprovalRow find(String id) {
        return database.read(transaction -> ApprovalTable.find(transaction, id, clock.instant()))
                .orElseThrow(() -> unknown(id));
    }

    /** What a record about a request says of it, wherever the request came from. */
    Draft about(Draft draft, ApprovalRow row) {
        int space = row.plugin().indexOf(' ');
        var said = draft.tool(row.target())
                .session(row.session())
                .plugin(row.pluginName(), row.plugin().substring(space + 1), row.content())
                .approval(row.id());
        return database.read(transaction -> CallTrace.asking(transaction, row.id()))
                .map(said::trace)
                .orElse(said);
    }

    /** What people said to it, first words first. */
    public List<Voice> said(String id) {
        return database.read(transaction -> VoiceTable.of(transaction, id));
    }

    /** The calls that used it, the first one first. */
    public List<ApprovalUse> uses(String id) {
        return database.read(transaction -> UseTable.of(transaction, id));
    }

    /** Whether it has executed for longer than any call may. */
    public boolean isStuck(ApprovalRow row) {
        return row.state() == ApprovalState.EXECUTING
                && row.changedAt().isBefore(clock.instant().minus(STUCK));
    }

    /** An approval that fits exactly that call, is not used up, and was given by whom it takes now. */
    public Optional<String> usable(ApprovalRequest request) {
        var digest = request.digest().toString();
        var approvers = request.demand().approvers();
        return database.read(transaction -> ApprovalTable.usable(transaction, digest, clock.instant())).stream()
                .filter(row -> approvers.suffice(voices.yes(row), request.caller()))
                .map(ApprovalRow::id)
                .findFirst();
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

    /**
     * Makes the request, together with the record that says so.
     *
     * @throws Refusal {@code APPROVAL_REQUIRED} naming the one that somebody made for the same call meanwhile, or {@code
     *     RATE_LIMITED}
     */
    public void insert(Transaction transaction, String id, ApprovalRequest request) {
        var now = clock.instant();
        StepTable.lockCaller(transaction, request.caller());
        var waiting = ApprovalTable.waiting(transaction, request.digest().toString(), now);
        if (waiting.isEmpty() && ApprovalTable.countOpen(transaction, request.caller(), now) >= MAX_OPEN) {
            throw tooMany(request);
        }
        if (waiting.isPresent() || !StepTable.insert(transaction, id, request, now, now.plus(LIFE))) {
            throw required(
                    waiting.or(() -> ApprovalTable.waiting(
                                    transaction, request.digest().toString(), now))
                            .orElse(id),
                    request);
        }
        Bell.ring(transaction, BELL);
    }

    /** Has each new request made known to that too, in the transaction that makes it. */
    public void alsoTo(Asked other) {
        others.add(other);
    }

    /** A request for that call was made in this transaction. */
    public void asked(Transaction transaction, String id, Call call) {
        var row = ApprovalTable.find(transaction, id, clock.instant()).orElseThrow(() -> unknown(id));
        others.forEach(other -> other.asked(transaction, row, call));
    }

    /** What the caller of a call that waits for its approval is told. */
    public static Refusal required(String id, ApprovalRequest request) {
        var demand = request.demand();
        return new Refusal(
                Code.APPROVAL_REQUIRED,
                request.target() + " has to be approved (rule '" + demand.rule() + "'"
                        + (demand.reason().isEmpty() ? "" : ": " + demand.reason()) + "); then repeat the call",
                "polar approve " + id,
                Map.of("approval", id, "digest", request.digest().toString(), "rule", demand.rule()));
    }

    /** What a caller is told who has too many open requests. */
    public static Refusal tooMany(ApprovalRequest request) {
        return new Refusal(
                Code.RATE_LIMITED,
                request.caller() + " already has " + MAX_OPEN + " open approval requests",
                "polar approvals");
    }

    /** One caller takes one use of an approval, together with its intent; everyone else is refused. */
    public void claim(Transaction transaction, String id, String intent) {
        var now = clock.instant();
        require(StepTable.claim(transaction, id, intent, now), id, "was used by another call");
        UseTable.begin(transaction, id, intent, now);
    }

    /**
     * The call the approval was used for has ended, together with its outcome. If an operator has said meanwhile what became
     * of it, that stays.
     */
    public void ended(Transaction transaction, String id, String intent, boolean failed) {
        var end = failed ? ApprovalState.FAILED : ApprovalState.EXECUTED;
        var now = clock.instant();
        if (UseTable.end(transaction, intent, end, now)) {
            StepTable.end(transaction, id, end, now);
        }
    }

    /**
     * After a restart: what was executing here may or may not have happened. The journal has closed this node's intents by
     * then; what another node executes has no outcome yet and is left alone.
     */
    public void recover(Journal journal) {
        if (database.read(StepTable::leftBehind)) {
            journal.append(
                    Draft.of(Category.APPROVAL, "recover").error(Code.OUTCOME_UNKNOWN),
                    (transaction, seq) -> StepTable.abandon(transaction, clock.instant()));
        }
    }

    /**
     * Somebody's word. A no decides; a yes does with as many others as it takes. Of any number of words that would decide
     * exactly one does.
     *
     * @return how it stands then: still {@code PROPOSED} while others have to say yes too
     * @throws Refusal {@code APPROVAL_UNKNOWN}, {@code APPROVAL_EXPIRED} if it was decided already, {@code
     *     APPROVAL_FORBIDDEN} if it is not theirs to decide, or they said yes before
     */
    public ApprovalRow decide(Transaction transaction, String id, Voice voice) {
        var now = clock.instant();
        var row = ApprovalTable.hold(transaction, id, now).orElseThrow(() -> unknown(id));
        requireProposed(row);
        requireMay(row, voice.approver());
        if (!VoiceTable.insert(transaction, id, voice, now)) {
            throw forbidden(id, voice.approver() + " said so already", "another one has to");
        }
        if (!voice.yes()) {
            require(StepTable.reject(transaction, id, voice, now), id, DECIDED);
        } else {
            var yes = VoiceTable.of(transaction, id).stream().filter(Voice::yes).toList();
            if (yes.size() >= row.quorum()) {
                require(approve(transaction, id, yes, now), id, DECIDED);
            }
        }
        Bell.ring(transaction, BELL);
        return ApprovalTable.find(transaction, id, now).orElseThrow();
    }

    private static final String DECIDED = "was decided already or has run out";

    /** It goes as far as the one who goes least far. */
    private static boolean approve(Transaction transaction, String id, List<Voice> yes, Instant now) {
        return StepTable.approve(
                transaction,
                id,
                yes.stream().map(Voice::approver).collect(Collectors.joining("+")),
                yes.stream().mapToInt(Voice::uses).min().orElseThrow(),
                yes.stream().map(Voice::until).min(Comparator.naturalOrder()).orElseThrow(),
                now);
    }

    /** @throws Refusal {@code APPROVAL_EXPIRED}, or {@code APPROVAL_VOID} */
    static void requireProposed(ApprovalRow row) {
        if (row.state() == ApprovalState.VOID) {
            throw new Refusal(
                    Code.APPROVAL_VOID,
                    "approval request '" + row.id() + "' has ended: " + row.why(),
                    "repeat the call");
        }
        require(row.state() == ApprovalState.PROPOSED, row.id(), DECIDED);
    }

    /** @throws Refusal {@code APPROVAL_FORBIDDEN} */
    static void requireMay(ApprovalRow row, String approver) {
        if (!row.approvers().names(approver)) {
            throw forbidden(
                    row.id(),
                    approver + " is not among those whom rule '" + row.rule() + "' names",
                    row.patterns().isEmpty()
                            ? "an operator has to: polar approvals"
                            : "named are " + row.patterns().lines().collect(Collectors.joining(", ")));
        }
        if (row.approvers().isOwn(row.caller(), approver)) {
            throw forbidden(row.id(), "nobody decides a request of their own", "somebody else has to");
        }
    }

    /** Nothing begins with it any more, together with the record that says so; false if it had ended already. */
    boolean end(Transaction transaction, String id, String why) {
        Bell.ring(transaction, BELL);
        return StepTable.end(transaction, id, why, clock.instant());
    }

    /** An operator says what became of a call that nobody knows the outcome of. */
    void reconcile(Transaction transaction, String id, boolean happened, String why) {
        var now = clock.instant();
        var end = happened ? ApprovalState.EXECUTED : ApprovalState.FAILED;
        require(
                StepTable.reconcile(transaction, id, end, why, now.minus(STUCK), now),
                id,
                "is neither unknown nor stuck");
        UseTable.endAll(transaction, id, end, now);
    }

    /** What people decided since then, in order. */
    List<Decision> decided(Instant since) {
        return database.read(transaction -> ApprovalTable.decided(transaction, since));
    }

    /** Whose use of what a person said no to since then. */
    public Set<Rejected> rejected(Instant since) {
        return database.read(transaction -> ApprovalTable.rejected(transaction, since));
    }

    /** Those among these that wait no more. */
    List<String> settled(Collection<String> ids) {
        return database.read(transaction -> ApprovalTable.settled(transaction, ids, clock.instant()));
    }

    /** Is told the id of each request that moved by what was done on this node, once that is committed. */
    public void watch(Consumer<String> watcher) {
        watchers.add(watcher);
    }

    void tell(String id) {
        watchers.forEach(watcher -> watcher.accept(id));
    }

    static Refusal forbidden(String id, String why, String hint) {
        return new Refusal(
                Code.APPROVAL_FORBIDDEN, "approval request '" + id + "': " + why, hint, Map.of("approval", id));
    }

    private static Refusal unknown(String id) {
        return new Refusal(Code.APPROVAL_UNKNOWN, "there is no approval request '" + id + "'", "polar approvals");
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
