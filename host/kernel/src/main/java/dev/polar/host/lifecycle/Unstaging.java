package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Waiting;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;

/** {@code unstage TICKET}, with {@code reason}: no to a release that waits. */
final class Unstaging implements Change {
    private final Parts parts;

    Unstaging(Parts parts) {
        this.parts = parts;
    }

    @Override
    public String action() {
        return Transition.UNSTAGE.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var waiting = waiting(request);
        var terms = waiting.terms();
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("plugin", terms.plugin().name())
                .add("version", terms.version().toString())
                .add("content", terms.content().toString())
                .add("ticket", waiting.ticket())
                .add("reason", reason(request));
        return new Prepared(InstallPlan.object(terms.plugin()), body.build(), true, List.of());
    }

    private Waiting waiting(Request request) {
        return Incoming.ticket(request.object(), parts.trust().read());
    }

    private static String reason(Request request) {
        return CleanText.line(request.with().getOrDefault("reason", ""));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var waiting = waiting(consent.statement().request());
        var terms = waiting.terms();
        var draft = Drafts.of(Transition.UNSTAGE, consent, Drafts.facts(terms))
                .fact("ticket", waiting.ticket())
                .fact("why", consent.body().getString("reason"));
        var act = Act.begin(Transition.UNSTAGE, draft, parts);
        act.outcome(transaction -> {
            parts.catalog().drop(transaction, terms.plugin(), Role.STAGED);
            consent.store(transaction);
        });
        parts.trust().read();
        act.reached(Step.PUBLISHED);
        parts.packages().forget(terms.content());
        return new Done(
                "denied " + waiting.ticket() + ": " + terms.release() + " will not serve",
                Map.of("plugin", terms.plugin().name(), "ticket", waiting.ticket()),
                List.of());
    }
}
