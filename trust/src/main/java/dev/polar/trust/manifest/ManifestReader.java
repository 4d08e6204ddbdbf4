package dev.polar.trust.manifest;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.JsonAt;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code plugin.json}: first what Agent Plugins defines, then the closed extension. */
final class ManifestReader {
    private static final Set<String> PORTABLE = ordered(
            "$schema",
            "name",
            "version",
            "description",
            "author",
            "homepage",
            "repository",
            "license",
            "keywords",
            "extensions");
    private static final Set<String> EXTENSION = ordered(
            "format",
            "epoch",
            "spi",
            "entry",
            "requires",
            "permissions",
            "tools",
            "channels",
            "policyRules",
            "resultRules",
            "auditSinks",
            "schedules",
            "servers");
    private static final Pattern JAR = Pattern.compile("[A-Za-z0-9_@+][A-Za-z0-9._@+-]*\\.jar");
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(?:\\.[A-Za-z_$][A-Za-z0-9_$]*)*");
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,47}");
    static final String NAME_FORM = "a name of lower-case letters, digits, '_' and '-', 48 at most, a letter first";
    private static final int PROSE = 10_000;

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(256 * 1024);

    private ManifestReader() {}

    /** A file of the package, read strictly. */
    static JsonAt root(String file, byte[] bytes) {
        return JsonAt.root(new JsonAt.Source(file, Code.MANIFEST_INVALID, bytes), LIMITS);
    }

    static Set<String> ordered(String... keys) {
        return new LinkedHashSet<>(List.of(keys));
    }

    static Manifest read(JsonAt root) {
        var schema = root.require("$schema");
        if (!schema.string().equals(Manifest.SCHEMA)) {
            throw schema.refused("schema", "this is not Agent Plugins 1.0.0", "Write " + Manifest.SCHEMA + ".");
        }
        var name = root.require("name").as(PluginId::new);
        var version = root.require("version").as(Version::parse);
        var extension = root.find("extensions")
                .filter(e -> e.value().getValueType() == JsonValue.ValueType.OBJECT)
                .flatMap(e -> e.find(Manifest.EXTENSION))
                .orElseThrow(() -> root.refused(
                        "required",
                        "there is no extension dev.polar, so this is a foreign plugin",
                        "Add \"extensions\": { \"dev.polar\": { \"format\": 1, \"epoch\": 1 } }, or use polar import."))
                .closed(EXTENSION);
        extension.require("format").integer(1, 1);
        var manifest = new Manifest(
                name,
                version,
                about(root),
                extension.require("epoch").integer(1, Integer.MAX_VALUE),
                extension.find("spi").map(s -> s.as(VersionRange::parse)),
                extension.find("entry").map(ManifestReader::entry),
                requires(extension, name),
                each(extension, "permissions", ManifestReader::permission, PermissionRequest::permission),
                each(extension, "tools", ToolReader::tool, ToolContract::name),
                each(extension, "channels", ManifestReader::channel, ChannelContract::kind),
                each(extension, "policyRules", ManifestReader::named, n -> n),
                each(extension, "resultRules", ManifestReader::named, n -> n),
                each(extension, "auditSinks", ManifestReader::named, n -> n),
                each(extension, "schedules", ScheduleReader::schedule, ScheduleContract::name),
                each(extension, "servers", ManifestReader::server, ServerContract::name),
                root.object().keySet().stream()
                        .filter(k -> !PORTABLE.contains(k))
                        .map(CleanText::line)
                        .toList());
        ManifestRules.check(manifest, extension);
        return manifest;
    }

    private static About about(JsonAt root) {
        return new About(
                prose(root, "description"),
                root.find("author").map(ManifestReader::author),
                prose(root, "homepage"),
                prose(root, "repository"),
                prose(root, "license"),
                root.find("keywords").map(JsonAt::items).orElse(List.of()).stream()
                        .map(k -> k.prose(PROSE))
                        .toList());
    }

    private static About.Author author(JsonAt author) {
        author.closed(ordered("name", "email", "url"));
        return new About.Author(prose(author, "name"), prose(author, "email"), prose(author, "url"));
    }

    /** Agent Plugins allows empty texts; they say nothing. */
    private static Optional<String> prose(JsonAt object, String key) {
        return object.find(key).filter(v -> !v.string().isEmpty()).map(v -> v.prose(PROSE));
    }

    private static Entrypoint entry(JsonAt entry) {
        entry.closed(ordered("runtime", "jar", "class"));
        var runtime = entry.require("runtime");
        var kind = switch (runtime.string()) {
            case "osgi" -> Entrypoint.Runtime.OSGI;
            case "pf4j" -> Entrypoint.Runtime.PF4J;
            default -> throw runtime.refused("runtime", "there is no such runtime", "Write osgi or pf4j.");
        };
        var mainClass = entry.find("class").map(c -> c.matching(CLASS, "class", "a class name"));
        if (kind == Entrypoint.Runtime.PF4J && mainClass.isPresent()) {
            throw entry.refused(
                    "class", "a PF4J plugin's index names its classes", "Remove 'class'; annotate it with @Extension.");
        }
        var jar = entry.require("jar").matching(JAR, "jar", "the name of a jar in dev.polar/code");
        return new Entrypoint(kind, jar, mainClass);
    }

    private static List<Requirement> requires(JsonAt extension, PluginId self) {
        var requires = new ArrayList<Requirement>();
        extension
                .find("requires")
                .map(JsonAt::object)
                .ifPresent(o -> o.keySet().forEach(key -> {
                    var at = extension.require("requires").require(key);
                    try {
                        requires.add(new Requirement(new PluginId(key), at.as(VersionRange::parse)));
                    } catch (IllegalArgumentException notOne) {
                        throw at.refused("plugin-name", "the key is not a plugin's name", "");
                    }
                    if (key.equals(self.name())) {
                        throw at.refused("requires", "a plugin cannot require itself", "Remove it.");
                    }
                }));
        return requires;
    }

    private static PermissionRequest permission(JsonAt request) {
        request.closed(ordered("permission", "reason", "optional"));
        return new PermissionRequest(
                request.require("permission").as(Permission::parse),
                request.require("reason").prose(200),
                request.find("optional").map(JsonAt::bool).orElse(false));
    }

    private static ChannelContract channel(JsonAt channel) {
        channel.closed(ordered("kind"));
        return new ChannelContract(channel.require("kind").matching(NAME, "name", NAME_FORM));
    }

    private static ServerContract server(JsonAt server) {
        server.closed(ordered("name", "timeout", "calls"));
        return new ServerContract(
                server.require("name").string(),
                server.find("timeout").map(Durations::read),
                server.find("calls").map(c -> c.integer(1, 10_000)));
    }

    /** A name, or an object that holds only a name. */
    private static String named(JsonAt value) {
        var name = value.value().getValueType() == JsonValue.ValueType.OBJECT
                ? value.closed(ordered("name")).require("name")
                : value;
        return name.matching(NAME, "name", NAME_FORM);
    }

    private static <T, K> List<T> each(
            JsonAt extension, String key, Function<JsonAt, T> reader, Function<T, K> identity) {
        var seen = new LinkedHashSet<K>();
        var all = new ArrayList<T>();
        for (var item : extension.find(key).map(JsonAt::items).orElse(List.of())) {
            var read = reader.apply(item);
            if (!seen.add(identity.apply(read))) {
                throw item.refused("duplicate", "'" + identity.apply(read) + "' stands here twice", "Remove one.");
            }
            all.add(read);
        }
        return all;
    }
}
