package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code disable NAME}; not while others that run require it. */
final class Disabling implements Change {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Parts parts;
    private final Roster roster;
    private final Aside aside;

    Disabling(Parts parts, Roster roster, Aside aside) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
    }

    @Override
    public String action() {
        return Transition.DISABLE.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var row = subject(request);
        return new Prepared(InstallPlan.object(row.plugin()), Subject.body(row).build(), true, List.of());
    }

    private Row subject(Request request) {
        var row = Subject.of(Transition.DISABLE, request, parts.catalog());
        var dependants = roster.dependants(row.plugin());
        if (!dependants.isEmpty()) {
            var names = dependants.stream().map(PluginId::name).collect(Collectors.joining(" "));
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    row.plugin() + " is required by " + names,
                    "polar disable " + names + " first",
                    Map.of("plugin", row.plugin().name(), "requiredBy", names));
        }
        return row;
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var row = subject(consent.statement().request());
        var plugin = row.plugin();
        var facts = roster.running(plugin)
                .map(Running::shown)
                .orElseGet(() ->
                        Drafts.facts(row, parts.trust().read().mandate(plugin).map(mandate -> mandate.terms())));
        var act = Act.begin(Transition.DISABLE, Drafts.of(Transition.DISABLE, consent, facts), parts);
        act.outcome(transaction -> {
            parts.catalog().move(transaction, row, State.DISABLED, Optional.empty());
            parts.catalog().drop(transaction, plugin, Role.CANARY);
            consent.store(transaction);
        });
        var tried = roster.trial(plugin);
        var ran = roster.rest(facts, Reasons.of(plugin, State.DISABLED, Optional.empty()));
        act.reached(Step.PUBLISHED);
        var unloaded = ran.map(running -> Unloading.of(running, DRAIN));
        act.reached(Step.UNLOADED);
        unloaded.ifPresent(aside::tell);
        tried.ifPresent(trial -> aside.tell(Unloading.of(trial.running(), DRAIN)));
        return new Done(
                "disabled " + plugin + " " + row.release(),
                Map.of("plugin", plugin.name(), "state", State.DISABLED.label()),
                unloaded.stream()
                        .flatMap(one -> one.report().left().stream())
                        .map(what -> "still there: " + what)
                        .toList());
    }
}
