package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.About;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Permission;
import dev.polar.trust.skill.Finding;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.skill.SkillRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A package while it is being put together. */
final class Draft {
    private static final Pattern FITS = Pattern.compile("[A-Za-z0-9._@+-]+(?:/[A-Za-z0-9._@+-]+)*");
    private static final Pattern UNFIT_PART = Pattern.compile("(?:^|/)-|\\.(?:/|$)");

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, String> spelled = new LinkedHashMap<>();
    private final List<McpServer> servers = new ArrayList<>();
    private final Map<Permission, PermissionRequest> permissions = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private About about = About.NOTHING;
    private Optional<Version> version = Optional.empty();

    /** Adds a file, if a package may have one of that name; whether it was added. */
    boolean add(String name, byte[] bytes) {
        if (!FITS.matcher(name).matches()
                || UNFIT_PART.matcher(name).find()
                || name.length() > 240
                || spelled.putIfAbsent(name.toLowerCase(Locale.ROOT), name) != null) {
            return false;
        }
        entries.put(name, new Entry(name, bytes));
        return true;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    void add(McpServer server) {
        servers.add(server);
    }

    boolean hasServers() {
        return !servers.isEmpty();
    }

    boolean isEmpty() {
        return servers.isEmpty() && entries.isEmpty();
    }

    /** Asks for a permission; asked for twice, it is needed if either needs it. */
    void request(String permission, String reason, boolean optional) {
        permissions.merge(
                Permission.parse(permission),
                new PermissionRequest(Permission.parse(permission), reason, optional),
                (one, other) ->
                        new PermissionRequest(one.permission(), one.reason(), one.optional() && other.optional()));
    }

    void find(String file, String rule, Severity severity, String message) {
        findings.add(new Finding(file, 0, rule, severity, message));
    }

    void describe(About described, Optional<Version> stated) {
        about = described;
        version = stated;
    }

    Imported finish(PluginId name, Optional<Version> given) {
        if (isEmpty()) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "there is neither a skill nor an MCP server to import",
                    "name a folder with SKILL.md or plugin.json, an https URL, or -- COMMAND ARGS...");
        }
        if (hasServers()) {
            add(McpServers.FILE, new McpServers(servers).toBytes());
        }
        var manifest = manifest(name, given.or(() -> version).orElseGet(this::contentVersion));
        add(Manifest.FILE, manifest.toBytes());
        var files = List.copyOf(entries.values());
        findings.addAll(SkillRules.check(new Archive(files)));
        return new Imported(
                manifest, files, findings.stream().distinct().sorted().toList());
    }

    private Manifest manifest(PluginId name, Version chosen) {
        return new Manifest(
                name,
                chosen,
                about,
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.copyOf(permissions.values()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** What has no version gets one from its content: another content is another version, the same is the same. */
    private Version contentVersion() {
        var all = new StringBuilder();
        entries.forEach((name, entry) ->
                all.append(name).append('\0').append(Digest.of(entry.bytes())).append('\n'));
        var digest = Digest.of(all.toString().getBytes(StandardCharsets.UTF_8));
        return Version.parse("0.0.0-content." + "x" + digest.hex().substring(0, 12));
    }
}
