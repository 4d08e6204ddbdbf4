package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Effects;
import dev.polar.host.consent.Prepared;
import dev.polar.host.gate.ClientProfile;
import dev.polar.host.offer.Some;
import dev.polar.host.offer.TakenSkills;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.ToolContract;
import dev.polar.trust.pin.OfferReview;
import dev.polar.trust.pin.ServerOffer;
import dev.polar.trust.pin.ToolSetPin;
import dev.polar.trust.skill.SkillFolder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What enabling one plugin would mean here and now.
 *
 * @param servers its started MCP servers, whose tools are discovered
 * @param claimed what each tool claims to do, by name
 * @param effects what the operator confirms
 * @param skills which of what its servers offer as skills agents may have
 * @param change against what was approved when it was enabled before
 */
record EnablePlan(
        Loader.Admitted admitted,
        Optional<McpGeneration> servers,
        SortedMap<String, Effect> claimed,
        Effects effects,
        Optional<OfferChange> change,
        Optional<TakenSkills> skills,
        List<String> findings) {
    private static final int MOST_FINDINGS = 500;

    static EnablePlan of(
            Loader.Admitted admitted,
            Optional<McpGeneration> servers,
            Optional<OfferChange> change,
            Optional<TakenSkills> skills,
            Request request,
            Snapshot others) {
        var claimed = claimed(admitted, servers);
        var text = request.with().getOrDefault("effect", "");
        var confirmed = text.isEmpty() ? Effects.NONE : Effects.parse(text, claimed.keySet());
        var kept = change.flatMap(
                        one -> servers.map(started -> one.kept(admitted.terms().effects(), started)))
                .orElse(Effects.NONE);
        var findings = new ArrayList<>(
                servers.map(started -> findings(started, admitted.row().plugin(), others, own(admitted)))
                        .orElse(List.of()));
        skills.ifPresent(taken -> findings.addAll(taken.findings()));
        return new EnablePlan(admitted, servers, claimed, kept.and(confirmed), change, skills, List.copyOf(findings));
    }

    /** For the operator to sign. What MCP servers offer is part of it, so that the consent pins it. */
    Prepared prepared() {
        var row = admitted.row();
        var granted = admitted.as().grant().permissions().stream()
                .map(Object::toString)
                .toList();
        var body = Subject.body(row)
                .add("level", admitted.facts().level().label())
                .add("permissions", InstallPlan.array(granted))
                .add("tools", InstallPlan.array(tools()))
                .add("effects", effects.json())
                .add("findings", InstallPlan.array(findings));
        skills.ifPresent(taken -> {
            body.add("servers", pins(taken.offers()))
                    .add("definitions", Digest.of(taken.definitions()).toString());
            taken.addTo(body);
        });
        change.ifPresent(one ->
                body.add("delta", one.delta().json()).add("wider", one.delta().wider()));
        var plain = findings.isEmpty()
                && effects.confirmed().isEmpty()
                && skills.filter(taken -> !taken.looked().isEmpty()).isEmpty()
                && change.filter(one -> one.delta().wider()).isEmpty();
        return new Prepared(InstallPlan.object(row.plugin()), body.build(), plain, notes());
    }

    /** Of what was approved before, the difference; of what was not, the beginning of what each tool says. */
    private List<String> notes() {
        var notes = new ArrayList<>(change.map(one -> one.notes(admitted.row().plugin()))
                .or(() -> servers.map(FirstWords::of))
                .orElse(List.of()));
        skills.ifPresent(taken -> notes.addAll(taken.notes()));
        return notes;
    }

    /** The definitions that the consent pins, if its tools are discovered. */
    Optional<byte[]> definitions() {
        return skills.map(TakenSkills::definitions);
    }

    private List<String> tools() {
        var claims = servers.map(Claims::of).orElse(Map.of());
        return claimed.entrySet().stream()
                .map(tool ->
                        Claims.label(tool.getKey(), effects.of(tool.getKey()).orElse(tool.getValue()), claims))
                .toList();
    }

    private static SortedMap<String, Effect> claimed(Loader.Admitted admitted, Optional<McpGeneration> servers) {
        var claimed = new TreeMap<String, Effect>();
        servers.ifPresentOrElse(
                started -> {
                    started.tools().forEach((ToolOffer tool) -> claimed.put(tool.name(), tool.effect()));
                    started.beside().forEach(name -> claimed.put(name, Effect.EXTERNAL));
                },
                () -> admitted.stored()
                        .content()
                        .manifest()
                        .tools()
                        .forEach((ToolContract tool) -> claimed.put(tool.name(), tool.effect())));
        return claimed;
    }

    static JsonObjectBuilder pins(List<ServerOffer> offers) {
        var pins = StrictJson.provider().createObjectBuilder();
        offers.forEach(
                offer -> pins.add(offer.server(), ToolSetPin.of(offer).set().toString()));
        return pins;
    }

    static List<String> findings(McpGeneration started, PluginId plugin, Snapshot others) {
        return findings(started, plugin, others, List.of());
    }

    /** The skills in the package itself, which no server's may pass for. */
    private static List<String> own(Loader.Admitted admitted) {
        return admitted.stored().content().entries().stream()
                .filter(entry -> entry.startsWith(SkillFolder.ROOT) && entry.endsWith("/" + SkillFolder.FILE))
                .map(entry -> entry.split("/", -1)[1])
                .toList();
    }

    private static List<String> findings(
            McpGeneration started, PluginId plugin, Snapshot others, List<String> ownSkills) {
        var taken = others.tools().stream()
                .filter(tool -> !tool.target().plugin().equals(plugin))
                .collect(Collectors.toMap(
                        tool -> tool.target().name(),
                        tool -> tool.target().toString(),
                        (one, other) -> one,
                        HashMap::new));
        ClientProfile.SEARCHING.forEach(tool -> taken.put(tool, "the host"));
        var findings = new ArrayList<String>();
        new TreeMap<>(started.failed())
                .forEach((server, why) -> findings.add("server '" + server + "' did not start: " + why.getMessage()));
        var skills = others.skills().stream()
                .collect(Collectors.toMap(
                        skill -> skill.target()
                                .name()
                                .substring(skill.target().name().lastIndexOf('/') + 1),
                        skill -> skill.target().toString(),
                        (one, other) -> one,
                        HashMap::new));
        skills.values().removeIf(target -> target.startsWith(plugin + "/" + Target.SKILL));
        ownSkills.forEach(skill -> skills.put(skill, plugin + "/" + skill));
        OfferReview.of(started.offers(), taken, skills).forEach(finding -> findings.add(finding.toString()));
        return Some.of(findings, MOST_FINDINGS, rest -> "and " + rest + " more of the kind");
    }
}
