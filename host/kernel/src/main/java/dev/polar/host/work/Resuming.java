package dev.polar.host.work;

import dev.polar.host.approval.ApprovalState;
import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.runtime.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A call for somebody in a chat that waited for a decision. Approved, the host itself makes it, through the whole gate,
 * once; what came of it goes to the room it was asked for in. A call that got past its intent is never made again,
 * whatever became of its host.
 */
final class Resuming implements Consumer<Item> {
    private static final Duration LATER = Duration.ofSeconds(3);

    private final Database database;
    private final Journal journal;
    private final Gate gate;
    private final Snapshots snapshots;
    private final Approvals approvals;
    private final LaneTable table = LaneTable.resumptions();

    Resuming(Database database, Journal journal, Gate gate, Snapshots snapshots, Approvals approvals) {
        this.database = database;
        this.journal = journal;
        this.gate = gate;
        this.snapshots = snapshots;
        this.approvals = approvals;
    }

    @Override
    public void accept(Item item) {
        try {
            var row = approvals.find(item.text());
            var stored = database.read(transaction -> ResumptionTable.find(transaction, item));
            decided(new Resumption(item, row, stored));
        } catch (Refusal refusal) {
            if (Persistence.isPassing(refusal)) {
                giveBack(item, false);
            } else {
                finish(item, item.draft("resume").denied(refusal.code()), Wording.of(refusal));
            }
        }
    }

    private void decided(Resumption resumption) {
        var row = resumption.row();
        var before = resumption.stored().intent().filter(this::begun);
        if (before.isPresent()) {
            finish(resumption, afterwards(resumption, before.get()));
            return;
        }
        switch (row.state()) {
            case PROPOSED -> giveBack(resumption.item(), false);
            case APPROVED -> make(resumption);
            case REJECTED ->
                finish(
                        resumption,
                        "was denied by " + row.decidedBy() + (row.why().isEmpty() ? "." : ": " + row.why()));
            case EXPIRED -> finish(resumption, "was not approved in time, or could not run in time. Ask again.");
            case VOID -> finish(resumption, "cannot be approved any more: " + row.why());
            // The same call was made by hand meanwhile, and had the approval.
            case EXECUTING, EXECUTED, FAILED, UNKNOWN -> finish(resumption, "was made already with this approval.");
        }
    }

    private void make(Resumption resumption) {
        var item = resumption.item();
        resumption.require(snapshots.current());
        var intent = IntentId.fresh();
        if (!database.write(transaction -> ResumptionTable.begin(transaction, item, intent.value()))) {
            return; // another taker's by now
        }
        switch (gate.call(resumption.call(intent))) {
            case Outcome.Answered answered -> finish(resumption, said(answered.answer()));
            case Outcome.Refused refused -> refused(resumption, refused.why());
        }
    }

    private void refused(Resumption resumption, Refusal why) {
        if (Persistence.isPassing(why)) {
            giveBack(resumption.item(), false);
            return;
        }
        switch (why.code()) {
            case RATE_LIMITED, CONCURRENCY_LIMITED, CIRCUIT_OPEN -> giveBack(resumption.item(), true);
            default ->
                finish(
                        resumption.item(),
                        draft(resumption).denied(why.code()),
                        resumption.row().target() + " was approved and did not succeed.\n" + Wording.of(why));
        }
    }

    /** What is known of a call that its taker did not live to tell of. */
    private String afterwards(Resumption resumption, String intent) {
        return gate.remembered(resumption.call(new IntentId(intent)))
                .map(Resuming::said)
                .orElseGet(() -> resumption.row().state() == ApprovalState.FAILED
                        ? "was approved and failed: polar audit list --intent " + intent
                        : "was approved and begun when the host ended: whether it happened is not known here. It is not"
                                + " made again by itself: polar approvals show "
                                + resumption.row().id());
    }

    private boolean begun(String intent) {
        return database.read(transaction -> ResumptionTable.begun(transaction, intent));
    }

    private static String said(Answer answer) {
        return (answer.error() ? "was approved and failed:\n" : "was approved and answered:\n") + Wording.of(answer);
    }

    private static Draft draft(Resumption resumption) {
        return resumption
                .item()
                .draft("resume")
                .approval(resumption.row().id())
                .tool(resumption.row().target());
    }

    private void finish(Resumption resumption, String what) {
        finish(resumption.item(), draft(resumption), resumption.row().target() + " " + what);
    }

    private void finish(Item item, Draft record, String text) {
        Persistence.untilWritten(() -> journal.append(record, (transaction, seq) -> {
            if (!table.finish(transaction, item, "DONE")) {
                throw new Refusal(Code.STATE_CONFLICT, "another taker has this call", "");
            }
            MailTable.resumed(transaction, item, text);
            Bell.ring(transaction, Sending.BELL);
            return text;
        }));
    }

    private void giveBack(Item item, boolean counts) {
        database.write(transaction -> {
            table.giveBack(transaction, item, LATER, counts);
            return item;
        });
    }
}
