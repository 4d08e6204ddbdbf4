package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.State;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.offer.ApprovedTools;
import dev.polar.host.offer.ComparedOffers;
import dev.polar.host.offer.OfferText;
import dev.polar.host.offer.TakenSkills;
import dev.polar.host.offer.ToolApproval;
import dev.polar.runtime.Generation;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code enable NAME}, with {@code effect}: what an operator confirms of its tools, {@code get_*=read}, and {@code skills}:
 * which of its servers' skills agents may have. MCP servers are started for the plan already, because what they offer is part of it.
 */
final class Enabling implements Change {
    private final Parts parts;
    private final Roster roster;
    private final Loader loader;
    private final Candidates candidates;
    private final Aside aside;
    private final Drifting drifting;

    Enabling(Parts parts, Roster roster, Loader loader, Candidates candidates, Aside aside, Drifting drifting) {
        this.parts = parts;
        this.roster = roster;
        this.loader = loader;
        this.candidates = candidates;
        this.aside = aside;
        this.drifting = drifting;
    }

    @Override
    public String action() {
        return Transition.ENABLE.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        return plan(request).prepared();
    }

    private EnablePlan plan(Request request) {
        var row = Subject.of(Transition.ENABLE, request, parts.catalog());
        var trust = parts.trust().read();
        var admitted = loader.admit(Moment.ENABLE, row, trust);
        loader.requireRequired(admitted);
        var servers = admitted.facts().format() == Format.MCP
                ? Optional.of(candidate(admitted))
                : Optional.<McpGeneration>empty();
        var release = loader.release(row, trust);
        var change = OfferChange.of(Optional.of(release), admitted, servers, parts);
        var before = ComparedOffers.kept(EnabledTerms.of(release).definitions(), parts.packages());
        var skills =
                servers.map(started -> TakenSkills.of(started, before, started.offers(), request, parts.packages()));
        return EnablePlan.of(
                admitted, servers, change, skills, request, parts.snapshots().current());
    }

    /** Starts the servers to see what they offer, unless they wait from an earlier look. */
    private McpGeneration candidate(Loader.Admitted admitted) {
        var plugin = admitted.row().plugin();
        var content = admitted.row().content();
        var generation = candidates.find(plugin, content).orElseGet(() -> {
            var draft = Draft.of(Category.PLUGIN, "discover").allowed();
            var terms = admitted.terms();
            var intent = parts.journal().intent(Drafts.about(draft, Drafts.facts(terms)));
            try {
                var started = loader.load(admitted);
                candidates.put(admitted.facts(), started);
                parts.journal()
                        .outcome(
                                intent,
                                Drafts.about(
                                        draft,
                                        Drafts.facts(
                                                terms, started.enforcement().label())));
                return started;
            } catch (Refusal refusal) {
                parts.journal()
                        .outcome(
                                intent, Drafts.about(draft, Drafts.facts(terms)).denied(refusal.code()));
                throw refusal;
            }
        });
        return (McpGeneration) generation;
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var plan = plan(consent.statement().request());
        var row = plan.admitted().row();
        var plugin = row.plugin();
        var facts = Drafts.facts(plan.admitted().terms());
        var act = Act.begin(Transition.ENABLE, Drafts.of(Transition.ENABLE, consent, facts), parts);
        var generation = act.work(Step.LOADED, () -> started(plan));
        Running running;
        try {
            running = act.work(
                    () -> loader.running(plan.admitted(), plan.effects(), generation, approved(plan, generation)));
            act.runs(running);
            act.outcome(transaction -> {
                parts.catalog().move(transaction, row, State.ENABLED, Optional.empty());
                consent.store(transaction);
            });
        } catch (RuntimeException e) {
            generation.close(Duration.ZERO);
            throw e;
        }
        parts.trust().read();
        var fallen = roster.enter(running);
        act.reached(Step.PUBLISHED);
        aside.settle(fallen);
        fallen.stream().filter(one -> one.running() == running).findFirst().ifPresent(one -> {
            throw one.why();
        });
        // What changed after it was looked at and before it served told nobody.
        drifting.check(running);
        return new Done(
                "enabled " + plugin + " " + row.release(),
                Map.of(
                        "plugin", plugin.name(),
                        "version", row.release(),
                        "state", State.ENABLED.label(),
                        "enforcement", generation.enforcement().label()),
                List.of("polar tools"));
    }

    /** What was looked at is what serves. */
    private Generation started(EnablePlan plan) {
        plan.skills().ifPresent(skills -> skills.keep(parts.packages()));
        plan.definitions().ifPresent(parts.packages()::keep);
        var row = plan.admitted().row();
        return candidates.take(row.plugin(), row.content()).orElseGet(() -> loader.load(plan.admitted()));
    }

    private ApprovedTools approved(EnablePlan plan, Generation generation) {
        return plan.servers()
                .map(servers -> ToolApproval.hold(
                        servers, OfferText.read(plan.definitions().orElseThrow()), parts.packages()))
                .orElseGet(() -> ApprovedTools.signed(generation.tools()));
    }
}
