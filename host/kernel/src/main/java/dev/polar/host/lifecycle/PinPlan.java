package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Release;
import dev.polar.host.consent.Prepared;
import dev.polar.host.offer.TakenSkills;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What approving what a running plugin's servers offer now would mean.
 *
 * @param replaces digest of what they were approved to offer
 * @param skills what they may offer from then on, and which skills of it agents may have; of a server that does not run, what
 *     was approved of it
 * @param effects what is confirmed of its tools from then on
 * @param classifies whether some of that is confirmed now
 */
record PinPlan(
        Running running,
        McpGeneration servers,
        Loader.Admitted admitted,
        Digest replaces,
        OfferChange change,
        TakenSkills skills,
        Effects effects,
        boolean classifies,
        List<String> findings) {

    static PinPlan of(Loader.Admitted admitted, Release release, Running running, Request request, Parts parts) {
        var plugin = running.plugin();
        var replaces = EnabledTerms.of(release).definitions();
        if (!(running.generation() instanceof McpGeneration servers) || replaces.isEmpty()) {
            throw same(plugin);
        }
        var change = OfferChange.of(Optional.of(release), admitted, Optional.of(servers), parts)
                .orElseThrow(() -> same(plugin));
        var names = servers.tools().stream().map(ToolOffer::name).collect(Collectors.toCollection(TreeSet::new));
        names.addAll(servers.beside());
        var text = request.with().getOrDefault("effect", "");
        var confirmed = text.isEmpty() ? Effects.NONE : Effects.parse(text, names);
        var compared = change.compared();
        var skills = TakenSkills.of(servers, compared.approved(), compared.next(), request, parts.packages());
        var findings = new ArrayList<>(
                EnablePlan.findings(servers, plugin, parts.snapshots().current()));
        findings.addAll(skills.findings());
        return new PinPlan(
                running,
                servers,
                admitted,
                replaces.get(),
                change,
                skills,
                change.kept(running.effects(), servers).and(confirmed),
                !text.isEmpty(),
                List.copyOf(findings));
    }

    private static Refusal same(PluginId plugin) {
        return new Refusal(
                Code.STATE_CONFLICT,
                plugin + " offers what was approved",
                "polar approvals",
                Map.of("plugin", plugin.name()));
    }

    PluginId plugin() {
        return running.plugin();
    }

    byte[] definitions() {
        return skills.definitions();
    }

    /** For the operator to sign. */
    Prepared prepared() {
        var claims = Claims.of(servers);
        var tools = change.otherTools(servers).stream()
                .map(tool -> Claims.label(tool, effects.of(tool).orElse(Effect.EXTERNAL), claims))
                .toList();
        var body = Subject.body(admitted.row())
                .add("level", admitted.facts().level().label())
                .add("delta", change.delta().json())
                .add("wider", change.delta().wider())
                .add("tools", InstallPlan.array(tools))
                .add("effects", effects.json())
                .add("findings", InstallPlan.array(findings))
                .add("servers", EnablePlan.pins(skills.offers()))
                .add("definitions", Digest.of(definitions()).toString())
                .add("replaces", replaces.toString());
        skills.addTo(body);
        var notes = new ArrayList<>(change.notes(plugin()));
        notes.addAll(skills.notes());
        return new Prepared(
                InstallPlan.object(plugin()),
                body.build(),
                !change.delta().wider() && !classifies && skills.looked().isEmpty(),
                notes);
    }
}
