package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Row;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.PluginId;
import dev.polar.trust.audit.Category;
import java.util.List;
import java.util.Map;

/** {@code uninstall NAME}; not while it is enabled. */
final class Uninstalling implements Change {
    private final Parts parts;
    private final Roster roster;

    Uninstalling(Parts parts, Roster roster) {
        this.parts = parts;
        this.roster = roster;
    }

    @Override
    public String action() {
        return Transition.UNINSTALL.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var row = Subject.of(Transition.UNINSTALL, request, parts.catalog());
        return new Prepared(InstallPlan.object(row.plugin()), Subject.body(row).build(), true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        Row row = Subject.of(Transition.UNINSTALL, consent.statement().request(), parts.catalog());
        PluginId plugin = row.plugin();
        var terms = parts.trust().read().mandate(plugin).map(mandate -> mandate.terms());
        var draft = Drafts.of(Transition.UNINSTALL, consent, Drafts.facts(row, terms));
        var act = Act.begin(Transition.UNINSTALL, draft, parts);
        act.outcome(transaction -> {
            parts.catalog().delete(transaction, row);
            parts.catalog().dropBeside(transaction, plugin);
            consent.store(transaction);
        });
        roster.leave(plugin);
        act.reached(Step.PUBLISHED);
        parts.packages().forget(row.content());
        return new Done("uninstalled " + plugin + " " + row.release(), Map.of("plugin", plugin.name()), List.of());
    }
}
