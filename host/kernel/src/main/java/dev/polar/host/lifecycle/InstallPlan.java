package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.ChannelContract;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.ToolContract;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What installing one package would mean here and now.
 *
 * @param replaced the release that gives way
 */
record InstallPlan(
        VerifiedPackage verified,
        Facts facts,
        Terms terms,
        List<Row> required,
        Optional<Row> replaced,
        List<String> findings) {

    static InstallPlan of(VerifiedPackage verified, Facts facts, Request request, Trust trust, Catalog catalog) {
        var manifest = verified.manifest();
        var rows = catalog.list();
        var replaced = rows.stream()
                .filter(row -> row.plugin().equals(manifest.name()))
                .findFirst();
        replaced.ifPresent(row -> requireReplaceable(row, facts, request));
        var installed = rows.stream().map(Row::plugin).toList();
        int floor = trust.state().floors().getOrDefault(manifest.name(), 0);
        return new InstallPlan(
                verified,
                facts,
                terms(verified, facts, effects(verified, request)),
                Requirements.of(rows).resolve(manifest),
                replaced,
                Findings.of(verified, facts, floor, installed));
    }

    /** What putting it in another release's place would mean. */
    static InstallPlan inPlace(VerifiedPackage verified, Terms terms, Facts facts, Trust trust, List<Row> rows) {
        var manifest = verified.manifest();
        int floor = trust.state().floors().getOrDefault(manifest.name(), 0);
        return new InstallPlan(
                verified,
                facts,
                terms,
                Requirements.of(rows).resolve(manifest),
                Optional.empty(),
                Findings.of(
                        verified, facts, floor, rows.stream().map(Row::plugin).toList()));
    }

    private static Effects effects(VerifiedPackage verified, Request request) {
        var text = request.with().getOrDefault("effect", "");
        var tools = verified.manifest().tools().stream().map(ToolContract::name).toList();
        return text.isEmpty() ? Effects.NONE : Effects.parse(text, tools);
    }

    /** How it came to be signed is the operator's word, and matters only for their own signature. */
    static Provenance provenance(Request request, VerifiedPackage verified) {
        if (verified.publisher().level() != Level.LOCAL) {
            return Provenance.PUBLISHED;
        }
        return switch (request.with().getOrDefault("provenance", "packed")) {
            case "packed" -> Provenance.PACKED;
            case "imported" -> Provenance.IMPORTED;
            case String other ->
                throw new Refusal(
                        Code.REQUEST_INVALID, "'" + CleanText.line(other) + "' is no provenance", "packed or imported");
        };
    }

    static Terms terms(VerifiedPackage verified, Facts facts, Effects effects) {
        return new Terms(
                facts.plugin(),
                facts.version(),
                facts.epoch(),
                facts.content(),
                verified.fileDigest(),
                facts.publisher(),
                new TreeSet<>(facts.signers()),
                facts.level(),
                facts.format(),
                facts.placement(),
                facts.provenance(),
                facts.requested(),
                effects);
    }

    static void requireReplaceable(Row row, Facts facts, Request request) {
        if (!Transition.INSTALL.leaves(Optional.of(row.state()))) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    row.plugin() + " " + row.release() + " is " + row.state().label(),
                    "polar disable " + row.plugin() + ", then install again",
                    Map.of("plugin", row.plugin().name(), "state", row.state().label()));
        }
        var there = Version.parse(row.release());
        boolean elsewhere = request.with().containsKey("placement");
        if (row.content().equals(facts.content()) && row.state() == State.DISABLED && !elsewhere) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    row.plugin() + " " + row.release() + " is installed already",
                    "polar enable " + row.plugin(),
                    Map.of("plugin", row.plugin().name()));
        }
        if (facts.version().compareTo(there) < 0
                && request.with().getOrDefault("downgrade", "").isBlank()) {
            throw new Refusal(
                    Code.DOWNGRADE_REFUSED,
                    row.plugin() + " " + there + " is installed, which is later than " + facts.version(),
                    "if that is what you want: --allow-downgrade --reason TEXT",
                    Map.of("plugin", row.plugin().name(), "installed", there.toString()));
        }
    }

    /** The same, in place of that release. */
    InstallPlan replacing(Optional<Row> gone) {
        return new InstallPlan(verified, facts, terms, required, gone, findings);
    }

    /** For the operator to sign. */
    Prepared prepared(Trust trust) {
        var body = body(trust);
        replaced.ifPresent(row -> body.add("replaces", row.release() + " " + row.content()));
        var plain = findings.isEmpty()
                && terms.grant().permissions().isEmpty()
                && terms.effects().confirmed().isEmpty();
        return new Prepared(object(terms.plugin()), body.build(), plain, notes());
    }

    /** Everything that is said of the package itself. */
    JsonObjectBuilder body(Trust trust) {
        var body = terms.json()
                .add("reviewers", array(new TreeSet<>(verified.reviewers())))
                .add("tools", array(tools()))
                .add("skills", array(skills()))
                .add("servers", array(servers()))
                .add("channels", array(channels()))
                .add("requires", requires())
                .add("findings", array(findings))
                .add("revocations", trust.state().revocations().version());
        rules("policyRules", verified.manifest().policyRules(), body);
        rules("resultRules", verified.manifest().resultRules(), body);
        rules("auditSinks", verified.manifest().auditSinks(), body);
        return body;
    }

    /** Only where there are any: statements of plugins without rules stay as they always were. */
    private static void rules(String member, List<String> names, JsonObjectBuilder body) {
        if (!names.isEmpty()) {
            body.add(member, array(new TreeSet<>(names)));
        }
    }

    static String object(PluginId plugin) {
        return "plugin:" + plugin;
    }

    List<String> notes() {
        var manifest = verified.manifest();
        return manifest.permissions().stream()
                .map(asked -> asked.permission()
                        + (asked.optional() ? " (optional): " : ": ")
                        + CleanText.line(asked.reason()))
                .toList();
    }

    private List<String> tools() {
        return verified.manifest().tools().stream()
                .map(tool -> tool.name() + " (" + Effects.label(tool.effect()) + ")")
                .toList();
    }

    private List<String> skills() {
        return SkillFolder.all(verified.archive()).stream()
                .map(SkillFolder::name)
                .sorted()
                .toList();
    }

    private List<String> servers() {
        return PackageFacts.servers(verified).stream()
                .flatMap(all -> all.servers().stream())
                .map(server -> switch (server) {
                    case McpServer.Stdio stdio ->
                        CleanText.line(stdio.name() + ": " + stdio.command() + " " + String.join(" ", stdio.args()));
                    case McpServer.Remote remote -> CleanText.line(remote.name() + ": " + remote.url());
                })
                .toList();
    }

    private List<String> channels() {
        return verified.manifest().channels().stream()
                .map(ChannelContract::kind)
                .sorted()
                .toList();
    }

    private JsonObjectBuilder requires() {
        var json = StrictJson.provider().createObjectBuilder();
        required.forEach(row -> json.add(row.plugin().name(), row.release() + " " + row.content()));
        return json;
    }

    static JsonArrayBuilder array(Collection<String> texts) {
        return StrictJson.provider().createArrayBuilder(texts);
    }
}
