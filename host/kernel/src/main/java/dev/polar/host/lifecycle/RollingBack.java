package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code rollback NAME}: ends a trial, or goes back to the release that served before. Never below the epoch floor. */
final class RollingBack implements Change {
    private final Parts parts;
    private final Roster roster;
    private final Updates updates;
    private final Succession succession;
    private final Draining draining;

    RollingBack(Parts parts, Roster roster, Updates updates, Succession succession, Draining draining) {
        this.parts = parts;
        this.roster = roster;
        this.updates = updates;
        this.succession = succession;
        this.draining = draining;
    }

    @Override
    public String action() {
        return Transition.ROLLBACK.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var trust = parts.trust().read();
        var row = Subject.of(Transition.ROLLBACK, request, parts.catalog());
        var tried = parts.catalog().find(row.plugin(), Role.CANARY);
        if (tried.isPresent()) {
            var body = Subject.body(row)
                    .add("ends", tried.get().release() + " " + tried.get().content());
            return new Prepared(InstallPlan.object(row.plugin()), body.build(), true, List.of());
        }
        var plan = plan(request, row, trust);
        return plan.prepared(plan.body(trust));
    }

    private UpdatePlan plan(Request request, Row row, Trust trust) {
        var previous = parts.catalog()
                .find(row.plugin(), Role.PREVIOUS)
                .flatMap(kept -> trust.mandate(row.plugin()).flatMap(mandate -> mandate.of(kept.content())))
                .map(Release::terms)
                .orElseThrow(() -> new Refusal(
                        Code.STATE_CONFLICT,
                        "there is no release of " + row.plugin() + " before " + row.release() + " to go back to",
                        "polar update FILE with the release you want",
                        Map.of("plugin", row.plugin().name())));
        var incoming = Incoming.stored(previous, Role.PREVIOUS, parts, trust);
        return updates.plan(request, incoming, Updates.Purpose.RETURN, trust);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var trust = parts.trust().read();
        var row = Subject.of(Transition.ROLLBACK, request, parts.catalog());
        if (consent.body().containsKey("ends")) {
            return end(row, consent, trust);
        }
        var plan = plan(request, row, trust);
        return succession.replace(Transition.ROLLBACK, plan, consent, Optional.empty(), false, trust);
    }

    private Done end(Row row, Consented consent, Trust trust) {
        PluginId plugin = row.plugin();
        var tried = parts.catalog().find(plugin, Role.CANARY).orElseThrow();
        var terms = trust.mandate(plugin)
                .flatMap(mandate -> mandate.of(tried.content()))
                .map(Release::terms);
        var draft = Drafts.of(Transition.ROLLBACK, consent, Drafts.facts(tried, terms));
        var act = Act.begin(Transition.ROLLBACK, draft, parts);
        act.reached(Step.STORED);
        act.reached(Step.LOADED);
        act.outcome(transaction -> {
            parts.catalog().move(transaction, row, row.state(), row.reason());
            parts.catalog().drop(transaction, plugin, Role.CANARY);
            consent.store(transaction);
        });
        parts.trust().read();
        var gaveWay = roster.withdraw(plugin);
        act.reached(Step.PUBLISHED);
        draining.begin(Transition.ROLLBACK, gaveWay.stream().toList());
        return new Done(
                "ended the trial of " + plugin + " " + tried.release() + "; " + row.release() + " serves everybody",
                Map.of("plugin", plugin.name(), "version", row.release(), "state", State.ENABLED.label()),
                List.of());
    }
}
