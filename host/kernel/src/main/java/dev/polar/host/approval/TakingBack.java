package dev.polar.host.approval;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import java.util.Map;

/** {@code approval.revoke ID} with {@code reason}: nothing begins with it any more; what has begun goes on. */
final class TakingBack implements Change {
    static final String ACTION = "approval.revoke";

    private final Approvals approvals;
    private final Journal journal;

    TakingBack(Approvals approvals, Journal journal) {
        this.approvals = approvals;
        this.journal = journal;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Category category() {
        return Category.APPROVAL;
    }

    @Override
    public Prepared prepare(Request request) {
        var row = approvals.find(request.object());
        boolean ended = switch (row.state()) {
            case PROPOSED, APPROVED -> false;
            case EXECUTING -> row.usesLeft() == 0;
            case REJECTED, EXPIRED, EXECUTED, FAILED, UNKNOWN, VOID -> true;
        };
        if (ended) {
            throw over(row.id());
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("digest", row.digest())
                .add("target", row.target())
                .add("reason", request.with().getOrDefault("reason", ""));
        return new Prepared(About.object(row.id()), body.build(), true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var id = About.id(consent.object());
        var body = consent.body();
        var why = "taken back by " + consent.operator()
                + (body.getString("reason").isBlank() ? "" : ": " + body.getString("reason"));
        journal.append(
                approvals
                        .about(Draft.of(Category.APPROVAL, ACTION), approvals.find(id))
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("consent", consent.digest().toString()),
                (transaction, seq) -> {
                    consent.store(transaction);
                    if (!approvals.end(transaction, id, why)) {
                        throw over(id);
                    }
                    return seq;
                });
        approvals.tell(id);
        return new Done("took back " + id, Map.of("approval", id), List.of());
    }

    private static Refusal over(String id) {
        return new Refusal(
                Code.APPROVAL_EXPIRED,
                "approval request '" + id + "' is over: nothing begins with it",
                "polar approvals");
    }
}
