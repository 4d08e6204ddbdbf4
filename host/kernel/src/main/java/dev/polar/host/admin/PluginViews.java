package dev.polar.host.admin;

import dev.polar.adminapi.PermissionRow;
import dev.polar.adminapi.PluginDetail;
import dev.polar.adminapi.PluginRow;
import dev.polar.adminapi.ToolRow;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.endpoint.Beside;
import dev.polar.host.endpoint.ExposedNames;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plugins and tools as an operator looks at them. */
final class PluginViews {
    private final Catalog catalog;
    private final TrustReader trust;
    private final Packages packages;
    private final Snapshots snapshots;
    private final CallCounts counts;
    private final ReleaseViews releases;
    private final Holds holds;
    private final InstantSource clock;

    PluginViews(
            Catalog catalog,
            TrustReader trust,
            Packages packages,
            Snapshots snapshots,
            CallCounts counts,
            ReleaseViews releases,
            Holds holds,
            InstantSource clock) {
        this.catalog = catalog;
        this.trust = trust;
        this.packages = packages;
        this.snapshots = snapshots;
        this.counts = counts;
        this.releases = releases;
        this.holds = holds;
        this.clock = clock;
    }

    List<PluginRow> list() {
        var known = trust.known();
        var byPlugin = counts.byPlugin();
        return catalog.list().stream().map(row -> row(row, known, byPlugin)).toList();
    }

    /** @throws Refusal {@code NOT_FOUND} */
    PluginDetail detail(String name) {
        var known = trust.known();
        var row = catalog.require(id(name));
        var terms = known.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row.content()))
                .map(Release::terms);
        var manifest = Manifest.parse(packages.read(row.entries().get(Manifest.FILE)));
        // What ran out is shown as not granted.
        var granted = terms.map(t -> known.state().approvals().get(t.content()))
                .map(approval -> approval.grant(clock.instant()))
                .orElse(Grant.NONE);
        return new PluginDetail(
                row(row, known, counts.byPlugin()),
                manifest.about().description().orElse(""),
                row.content().toString(),
                terms.map(Terms::publisher).orElse(""),
                terms.map(t -> t.signers().stream()
                                .map(KeyId::fingerprint)
                                .map(Object::toString)
                                .toList())
                        .orElse(List.of()),
                terms.map(t -> label(t.provenance())).orElse(""),
                terms.map(t -> label(t.placement())).orElse(""),
                enforcement(row, terms),
                row.epoch(),
                manifest.permissions().stream()
                        .map(request -> permission(request, granted))
                        .toList(),
                tools().stream()
                        .filter(tool -> tool.id().startsWith(name + "/"))
                        .toList(),
                skills(row),
                manifest.channels().stream().map(channel -> channel.kind()).toList(),
                manifest.requires().stream()
                        .map(required -> required.plugin() + " " + required.range())
                        .toList(),
                known.mandate(row.plugin())
                        .flatMap(mandate -> mandate.of(row.content()))
                        .map(Release::findings)
                        .orElse(List.of()),
                releases.beside(row.plugin(), known),
                servers(row).stream()
                        .flatMap(running -> running.states().entrySet().stream())
                        .map(server -> server.getKey() + ": " + CleanText.line(server.getValue()))
                        .toList(),
                row.reason().map(Refusal::getMessage).map(CleanText::line).orElse(""));
    }

    /** Every tool that can be called, under the name agents see. */
    List<ToolRow> tools() {
        return ExposedNames.of(snapshots.current()).all().entrySet().stream()
                .map(named -> tool(named.getKey(), named.getValue()))
                .toList();
    }

    /** Those of the package, and those of its servers that agents have: {@code skill:SERVER/PATH}. */
    private List<String> skills(Row row) {
        var own = row.entries().keySet().stream()
                .filter(entry -> entry.startsWith(SkillFolder.ROOT) && entry.endsWith("/" + SkillFolder.FILE))
                .map(entry ->
                        entry.substring(SkillFolder.ROOT.length(), entry.length() - SkillFolder.FILE.length() - 1));
        var served = snapshots.current().skills().stream()
                .filter(skill -> skill.served() && skill.target().plugin().equals(row.plugin()))
                .map(skill -> skill.target().name());
        return Stream.concat(own, served).sorted().toList();
    }

    /** The same, and what servers have beside tools. */
    List<ToolRow> all() {
        return Stream.concat(
                        tools().stream(),
                        Beside.of(snapshots.current()).stream()
                                .map(one -> new ToolRow(
                                        one.id(),
                                        one.exposed(),
                                        one.description(),
                                        label(one.offered().offer().effect()),
                                        one.offered().reads() ? "read" : "ask",
                                        "live",
                                        "{}")))
                .toList();
    }

    private static ToolRow tool(String exposed, Offered.Tool tool) {
        var definition = tool.offer().definition();
        return new ToolRow(
                tool.target().toString(),
                exposed,
                definition.getString("description", ""),
                label(tool.offer().effect()),
                tool.reads() ? "read" : "ask",
                "live",
                definition.get("inputSchema") instanceof JsonObject schema ? Canonical.text(schema) : "{}");
    }

    private PluginRow row(Row row, Trust known, Map<String, CallCounts.Count> byPlugin) {
        var count = byPlugin.getOrDefault(row.plugin().name(), CallCounts.Count.NONE);
        var terms = known.mandate(row.plugin())
                .flatMap(mandate -> mandate.of(row.content()))
                .map(Release::terms);
        return new PluginRow(
                row.plugin().name(),
                row.release(),
                terms.map(t -> label(t.format())).orElse(""),
                terms.map(t -> t.level().label()).orElse(""),
                row.state().label()
                        + releases.onTrial(row.plugin(), known)
                                .map(", "::concat)
                                .orElse("")
                        + without(row),
                held(row).orElse(""),
                count.calls(),
                count.denied(),
                row.reason().map(why -> why.code().name()).orElse(count.lastError()),
                action(row, known));
    }

    /** What holds the running plugin, if it runs. */
    private Optional<String> held(Row row) {
        return snapshots.current().standing(row.plugin()).flatMap(standing -> switch (standing) {
            case Standing.Live live -> Optional.of(live.facts().enforcement());
            case Standing.Out _ -> Optional.empty();
        });
    }

    private Optional<McpGeneration> servers(Row row) {
        return snapshots.current().standing(row.plugin()).orElse(null) instanceof Standing.Live live
                        && live.generation() instanceof McpGeneration running
                ? Optional.of(running)
                : Optional.empty();
    }

    /** Those of several that do not go on, while the plugin does. */
    private String without(Row row) {
        return servers(row)
                .map(running -> running.failed().keySet())
                .filter(gone -> !gone.isEmpty())
                .map(gone -> ", without " + String.join(", ", gone))
                .orElse("");
    }

    private String enforcement(Row row, Optional<Terms> terms) {
        return held(row)
                .or(() -> terms.map(t -> holds.enforcement(t.format(), t.placement())
                        .map(word -> word + " when it runs")
                        .orElseGet(() -> "none: " + holds.note(t.format(), t.placement()))))
                .orElse("");
    }

    private String action(Row row, Trust known) {
        if (row.state() == State.ENABLED
                && known.expiring(row.plugin(), clock.instant()).isPresent()) {
            return "polar renew " + row.plugin();
        }
        return switch (row.state()) {
            case DISABLED -> releases.next(row.plugin(), known).orElse("polar enable " + row.plugin());
            case QUARANTINED -> "polar inspect " + row.plugin();
            case REVOKED -> "polar uninstall " + row.plugin();
            case ENABLED -> releases.next(row.plugin(), known).orElse("");
            case STAGED -> "";
        };
    }

    private static PermissionRow permission(PermissionRequest request, Grant granted) {
        return new PermissionRow(
                request.permission().toString(),
                request.reason(),
                request.optional(),
                granted.covers(request.permission()),
                request.permission().highRisk());
    }

    /** @throws Refusal {@code NOT_FOUND} */
    static PluginId id(String name) {
        try {
            return new PluginId(name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.NOT_FOUND, "'" + name + "' is no plugin's name", "polar list");
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
