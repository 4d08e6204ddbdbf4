package dev.polar.trust.delta;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.container.Archive;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.ChannelContract;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.ScheduleContract;
import dev.polar.trust.manifest.ToolContract;
import dev.polar.trust.packages.VerifiedPackage;
import dev.polar.trust.skill.SkillFolder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the profile of a package from what is in it and what it proved. */
public final class PackageProfile {
    private PackageProfile() {}

    /**
     * The profile of a verified package before any of its MCP servers was asked what it offers.
     *
     * @param required the content that each plugin it requires has here
     */
    public static Profile of(VerifiedPackage verified, Facts facts, Map<PluginId, Digest> required) {
        return of(verified.manifest(), verified.archive(), facts, required);
    }

    /** The profile of a manifest among these entries. */
    public static Profile of(Manifest manifest, Archive contents, Facts facts, Map<PluginId, Digest> required) {
        var parts = new EnumMap<Kind, SortedMap<String, Part>>(Kind.class);
        parts.put(Kind.TOOL, named(manifest.tools(), ToolContract::name, PackageProfile::tool));
        parts.put(Kind.SKILL, named(SkillFolder.all(contents), SkillFolder::name, PackageProfile::skill));
        parts.put(Kind.CHANNEL, named(manifest.channels(), ChannelContract::kind, kind -> Part.NAMED));
        parts.put(Kind.SERVER, servers(contents));
        parts.put(
                Kind.REQUIREMENT,
                named(manifest.requires(), needed -> needed.plugin().name(), needed -> {
                    var part = Part.NAMED.with("range", needed.range().toString());
                    var content = required.get(needed.plugin());
                    return content == null ? part : part.with("content", content);
                }));
        parts.put(Kind.SCHEDULE, named(manifest.schedules(), ScheduleContract::name, PackageProfile::schedule));
        parts.put(Kind.POLICY_RULE, named(manifest.policyRules(), Function.identity(), rule -> Part.NAMED));
        parts.put(Kind.RESULT_RULE, named(manifest.resultRules(), Function.identity(), rule -> Part.NAMED));
        parts.put(Kind.AUDIT_SINK, named(manifest.auditSinks(), Function.identity(), sink -> Part.NAMED));
        return new Profile(
                facts.plugin(),
                facts.version(),
                facts.epoch(),
                facts.publisher(),
                new TreeSet<>(facts.signers()),
                facts.level(),
                facts.placement(),
                facts.format(),
                manifest.permissions(),
                parts);
    }

    private static Part tool(ToolContract tool) {
        var part = Part.NAMED
                .with("description", bytes(tool.description()))
                .with("effect", word(tool.effect()))
                .with("input", tool.input())
                .with("output", tool.output())
                .with("timeout", tool.timeout().toString());
        var implementing = tool.role().isPresent()
                ? part.with("implements", tool.role().get().toString())
                : part;
        return tool.script().isPresent()
                ? implementing.with("script", tool.script().get())
                : implementing;
    }

    private static Part skill(SkillFolder skill) {
        var part = Part.NAMED;
        for (var file : skill.files()) {
            part = part.with(file.name().substring((SkillFolder.ROOT + skill.name() + "/").length()), file.bytes());
        }
        return part;
    }

    private static SortedMap<String, Part> servers(Archive contents) {
        var declared = contents.find(McpServers.FILE)
                .map(file -> McpServers.parse(file.bytes()).servers());
        return named(declared.orElse(List.of()), McpServer::name, PackageProfile::server);
    }

    private static Part server(McpServer server) {
        return switch (server) {
            case McpServer.Stdio stdio -> {
                var part = Part.NAMED
                        .with("command", stdio.command())
                        .with("args", array(stdio.args()))
                        .with("env", object(stdio.env()));
                yield stdio.cwd().isPresent() ? part.with("cwd", stdio.cwd().get()) : part;
            }
            case McpServer.Remote remote ->
                Part.NAMED
                        .with("url", remote.url().toString())
                        .with("transport", word(remote.transport()))
                        .with("headers", object(remote.headers()));
        };
    }

    private static Part schedule(ScheduleContract schedule) {
        var when = switch (schedule.timing()) {
            case ScheduleContract.Every(var interval) -> interval.toString();
            case ScheduleContract.Cron(var expression) -> expression;
        };
        return Part.NAMED.with("when", when).with("tool", schedule.tool());
    }

    private static <T> SortedMap<String, Part> named(
            Collection<T> things, Function<T, String> name, Function<T, Part> part) {
        var named = new TreeMap<String, Part>();
        things.forEach(thing -> named.put(name.apply(thing), part.apply(thing)));
        return named;
    }

    private static JsonValue array(Collection<String> texts) {
        return StrictJson.provider().createArrayBuilder(texts).build();
    }

    private static JsonValue object(Map<String, String> texts) {
        return StrictJson.provider().createObjectBuilder(Map.copyOf(texts)).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
