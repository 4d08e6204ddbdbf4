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

/**
 * {@code approval.reconcile ID} with {@code happened} ({@code true} or {@code false}) and {@code reason}: an operator has
 * looked, and says what became of a call that this host cannot know the outcome of.
 */
final class Reconciling implements Change {
    static final String ACTION = "approval.reconcile";

    private final Approvals approvals;
    private final Journal journal;

    Reconciling(Approvals approvals, Journal journal) {
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
        if (row.state() != ApprovalState.UNKNOWN && !approvals.isStuck(row)) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "approval '" + row.id() + "' is " + row.state().label() + ", and what becomes of it is known",
                    "polar approvals show " + row.id());
        }
        var happened = request.with().getOrDefault("happened", "");
        var reason = request.with().getOrDefault("reason", "");
        if (!happened.matches("true|false") || reason.isBlank()) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "say whether it happened, and how you know",
                    "polar approvals reconcile " + row.id() + " --happened --reason TEXT, or --did-not-happen");
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("digest", row.digest())
                .add("target", row.target())
                .add("caller", row.caller())
                .add("happened", Boolean.parseBoolean(happened))
                .add("reason", reason);
        return new Prepared(About.object(row.id()), body.build(), true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var id = About.id(consent.object());
        var body = consent.body();
        boolean happened = body.getBoolean("happened");
        journal.append(
                approvals
                        .about(Draft.of(Category.APPROVAL, ACTION), approvals.find(id))
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("happened", happened)
                        .personalFact("reason", body.getString("reason"))
                        .fact("consent", consent.digest().toString()),
                (transaction, seq) -> {
                    consent.store(transaction);
                    approvals.reconcile(transaction, id, happened, body.getString("reason"));
                    return seq;
                });
        return new Done(
                id + (happened ? " happened" : " did not happen"),
                Map.of("approval", id),
                happened ? List.of() : List.of("repeat the call to ask again"));
    }
}
