package dev.polar.host.approval;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code approve ID} and {@code deny ID}. The operator signs the request's digest, its target, caller and exact
 * arguments, and how far a yes goes ({@link Scope}).
 */
final class Deciding implements Change {
    static final String APPROVE = "approve";
    static final String DENY = "deny";

    private final String action;
    private final Approvals approvals;
    private final Served served;
    private final Journal journal;
    private final InstantSource clock;

    /** @param action {@code approve} or {@code deny} */
    Deciding(String action, Approvals approvals, Served served, Journal journal, InstantSource clock) {
        this.action = action;
        this.approvals = approvals;
        this.served = served;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Category category() {
        return Category.APPROVAL;
    }

    private boolean yes() {
        return action.equals(APPROVE);
    }

    @Override
    public Prepared prepare(Request request) {
        var row = approvals.find(request.object());
        Words.requireProposed(row);
        requireNamed(request, row);
        served.ended(row).filter(why -> yes()).ifPresent(why -> {
            throw new Refusal(
                    Code.APPROVAL_VOID,
                    "approval request '" + row.id() + "' fits nothing any more: " + why,
                    "repeat the call to ask again");
        });
        var scope = Scope.of(request, row, clock.instant());
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("digest", row.digest())
                .add("target", row.target())
                .add("plugin", row.plugin())
                .add("content", row.content())
                .add("caller", row.caller())
                .add("session", row.session())
                .add("arguments", row.arguments())
                .add("rule", row.rule())
                .add("effect", row.effect())
                .add("uses", scope.uses())
                .add("until", scope.until().toString());
        Optional.ofNullable(request.with().get("reason")).ifPresent(reason -> body.add("reason", reason));
        return new Prepared(About.object(row.id()), body.build(), true, notes(row));
    }

    private static void requireNamed(Request request, ApprovalRow row) {
        var named = Optional.ofNullable(request.with().get("digest"));
        if (named.isPresent() && !named.get().equals(row.digest())) {
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    "approval request '" + row.id() + "' is about " + row.digest() + ", not " + named.get(),
                    "polar approvals show " + row.id());
        }
    }

    private static List<String> notes(ApprovalRow row) {
        return row.quorum() == 1
                ? List.of()
                : List.of("needs " + row.quorum() + " different approvers, none of them who asked");
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var id = About.id(consent.object());
        var body = consent.body();
        var draft = approvals
                .about(Draft.of(Category.APPROVAL, action), approvals.find(id))
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .fact("digest", body.getString("digest"))
                .fact("content", body.getString("content"))
                .fact("consent", consent.digest().toString());
        var row = journal.append(yes() ? draft.allowed() : draft.denied(Code.APPROVAL_DENIED), (transaction, seq) -> {
            consent.store(transaction);
            return decide(transaction, consent, id);
        });
        approvals.tell(id);
        return done(row, id);
    }

    /** Whoever signed the same statement says so too, as long as it takes more. */
    private ApprovalRow decide(Transaction transaction, Consented consent, String id) {
        var body = consent.body();
        var row = Optional.<ApprovalRow>empty();
        for (var operator : consent.operators()) {
            if (row.isEmpty() || row.get().state() == ApprovalState.PROPOSED) {
                row = Optional.of(approvals.decide(
                        transaction,
                        id,
                        new Voice(
                                "operator:" + operator,
                                yes(),
                                body.getString("reason", ""),
                                body.getInt("uses"),
                                Instant.parse(body.getString("until")),
                                "")));
            }
        }
        return row.orElseThrow();
    }

    private Done done(ApprovalRow row, String id) {
        var facts = Map.of("approval", id, "state", row.state().label());
        if (!yes()) {
            return new Done("denied " + row.target(), facts, List.of());
        }
        return row.state() == ApprovalState.PROPOSED
                ? new Done(
                        "your yes to " + row.target() + " counts; " + row.quorum() + " are needed",
                        facts,
                        List.of("another operator: polar approve " + id))
                : new Done("approved " + row.target(), facts, List.of("repeat the call, if nobody holds it open"));
    }
}
