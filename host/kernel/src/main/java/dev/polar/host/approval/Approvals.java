package dev.polar.host.approval;

import dev.polar.host.audit.CallTrace;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Approval requests and what becomes of them: {@link Asking asked}, decided, used, and over. Requests and unused approvals run
 * out after an hour.
 */
public final class Approvals {
    /** Rung on every node when a request is made or moves. */
    public static final String BELL = "polar_approval";

    /** Whatever executes for longer is stuck: no tool may take that long. */
    static final Duration STUCK = Duration.ofMinutes(15);

    private final Database database;
    private final InstantSource clock;
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
    private final Asking asking;

    /** Counts whom the table names: who can write it, can say yes. */
    public Approvals(Database database, InstantSource clock) {
        this(
                database,
                clock,
                row -> database.read(transaction -> VoiceTable.of(transaction, row.id())).stream()
                        .filter(Voice::yes)
                        .map(Voice::approver)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Counts only who is proven to have said yes. */
    public Approvals(Database database, InstantSource clock, Voices proven) {
        this.database = database;
        this.clock = clock;
        this.asking = new Asking(database, clock, proven);
    }

    /** For calls that need one. */
    public Asking asking() {
        return asking;
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
        Words.say(transaction, row, voice, now);
        Bell.ring(transaction, BELL);
        return ApprovalTable.find(transaction, id, now).orElseThrow();
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

    static Refusal unknown(String id) {
        return new Refusal(Code.APPROVAL_UNKNOWN, "there is no approval request '" + id + "'", "polar approvals");
    }

    static void require(boolean changed, String id, String otherwise) {
        if (!changed) {
            throw new Refusal(Code.APPROVAL_EXPIRED, "approval request '" + id + "' " + otherwise, "polar approvals");
        }
    }
}
