package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.offer.Drifts;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.Digest;
import java.util.List;
import java.util.Map;

/**
 * {@code pin ID}, with {@code effect} and {@code skills}: what the servers of a running plugin offer now is what it may offer. The id names
 * exactly that, so that one who looked at another offer approves nothing.
 */
final class Pinning implements Change {
    private final Parts parts;
    private final Roster roster;
    private final Loader loader;
    private final Drifts drifts;
    private final Drifting drifting;

    Pinning(Parts parts, Roster roster, Loader loader, Drifts drifts, Drifting drifting) {
        this.parts = parts;
        this.roster = roster;
        this.loader = loader;
        this.drifts = drifts;
        this.drifting = drifting;
    }

    @Override
    public String action() {
        return "pin";
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        return plan(request).prepared();
    }

    private PinPlan plan(Request request) {
        var waiting = drifts.require(request.object());
        var plugin = waiting.plugin();
        var running = roster.running(plugin)
                .filter(one -> !waiting.setAside())
                .orElseThrow(() -> new Refusal(
                        Code.STATE_CONFLICT,
                        plugin + " was set aside for what it offers and does not run",
                        "polar enable " + plugin + " starts it, shows what is different and approves it",
                        Map.of("plugin", plugin.name())));
        var trust = parts.trust().read();
        var row = parts.catalog().require(plugin);
        var admitted = loader.admit(Moment.ENABLE, row, trust);
        return PinPlan.of(admitted, loader.release(row, trust), running, request, parts);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var plan = plan(consent.statement().request());
        var definitions = consent.body().getString("definitions");
        var bytes = plan.definitions();
        var draft = Drafts.about(
                        Drafts.by(Draft.of(Category.PLUGIN, action()), consent),
                        plan.running().shown())
                .fact("definitions", definitions)
                .fact("replaces", consent.body().getString("replaces"));
        if (!Digest.of(bytes).toString().equals(definitions)) {
            parts.journal().append(draft.denied(Code.PLAN_CHANGED));
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    "what it offers changed again while it was approved",
                    "polar approvals",
                    Map.of("plugin", plan.plugin().name()));
        }
        plan.skills().keep(parts.packages());
        parts.packages().keep(bytes);
        parts.journal().append(draft.allowed(), consent::stored);
        parts.trust().read();
        drifting.check(plan.running());
        return new Done(
                "approved what " + plan.plugin() + " offers now",
                Map.of("plugin", plan.plugin().name(), "definitions", definitions),
                List.of("polar tools"));
    }
}
