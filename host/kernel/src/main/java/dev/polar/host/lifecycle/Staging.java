package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.trust.audit.Category;
import java.util.List;
import java.util.Map;

/**
 * {@code stage}, with {@code upload}: keeps a release beside the one that serves, until an operator says yes ({@code update}
 * with its ticket) or no ({@code unstage}). It widens nothing: what waits is approved for nothing and not started.
 */
final class Staging implements Change {
    private final Parts parts;
    private final Updates updates;

    Staging(Parts parts, Updates updates) {
        this.parts = parts;
        this.updates = updates;
    }

    @Override
    public String action() {
        return Transition.STAGE.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        var body = plan.body(trust).add("ticket", ticket(trust));
        return new Prepared(
                InstallPlan.object(plan.next().terms().plugin()),
                body.build(),
                true,
                plan.next().notes());
    }

    private UpdatePlan plan(Request request, Trust trust) {
        return updates.plan(request, Incoming.uploaded(request, parts, trust), Updates.Purpose.WAIT, trust);
    }

    private static String ticket(Trust trust) {
        return "upd-" + (trust.tickets() + 1);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        var terms = plan.next().terms();
        var ticket = consent.body().getString("ticket");
        var draft = Succession.draft(Transition.STAGE, plan, consent).fact("ticket", ticket);
        var act = Act.begin(Transition.STAGE, draft, parts);
        var row =
                act.work(Step.STORED, () -> updates.row(plan.incoming(), terms)).as(Role.STAGED, State.STAGED);
        act.outcome(transaction -> {
            parts.catalog().put(transaction, row);
            consent.store(transaction);
        });
        parts.trust().read();
        act.reached(Step.PUBLISHED);
        parts.uploads().remove(request.with().getOrDefault("upload", ""));
        return new Done(
                terms.plugin() + " " + terms.version() + " is staged; "
                        + plan.old().release() + " keeps serving",
                Map.of(
                        "plugin", terms.plugin().name(),
                        "version", terms.version().toString(),
                        "ticket", ticket,
                        "state", State.STAGED.label()),
                List.of("polar approve " + ticket, "polar deny " + ticket));
    }
}
