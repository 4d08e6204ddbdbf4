package dev.polar.trust.manifest;

import dev.polar.spi.PluginId;
import dev.polar.trust.container.Archive;
import dev.polar.trust.permission.Grant;
import java.util.List;
import java.util.Optional;

/**
 * {@code plugin.json}: Agent Plugins 1.0.0 and the extension {@code dev.polar}, format 1.
 *
 * @param epoch raised to outlaw older releases
 * @param spi which versions of polar-spi the code fits; there exactly if there is code
 * @param ignored top-level keys that neither format knows; reported, never read
 */
public record Manifest(
        PluginId name,
        Version version,
        About about,
        int epoch,
        Optional<VersionRange> spi,
        Optional<Entrypoint> entry,
        List<Requirement> requires,
        List<PermissionRequest> permissions,
        List<ToolContract> tools,
        List<ChannelContract> channels,
        List<String> policyRules,
        List<String> resultRules,
        List<String> auditSinks,
        List<ScheduleContract> schedules,
        List<ServerContract> servers,
        List<String> ignored) {
    /** The entry it is. */
    public static final String FILE = "plugin.json";

    /** The identifier of the Agent Plugins schema it follows. */
    public static final String SCHEMA = "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json";

    /** Polar's extension namespace. */
    public static final String EXTENSION = "dev.polar";

    public Manifest {
        requires = List.copyOf(requires);
        permissions = List.copyOf(permissions);
        tools = List.copyOf(tools);
        channels = List.copyOf(channels);
        policyRules = List.copyOf(policyRules);
        resultRules = List.copyOf(resultRules);
        auditSinks = List.copyOf(auditSinks);
        schedules = List.copyOf(schedules);
        servers = List.copyOf(servers);
        ignored = List.copyOf(ignored);
    }

    /** The manifest of a plugin without code that asks for nothing: what an import starts from. */
    public static Manifest generated(PluginId name, Version version, About about) {
        return new Manifest(
                name,
                version,
                about,
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * Reads the file, strictly.
     *
     * @throws dev.polar.spi.Refusal {@code MANIFEST_INVALID} with details {@code entry}, {@code path} (RFC 6901) and
     *     {@code rule}
     */
    public static Manifest parse(byte[] pluginJson) {
        return ManifestReader.read(ManifestReader.root(FILE, pluginJson));
    }

    /** The file for this manifest; reading it gives an equal manifest, save for what was ignored. */
    public byte[] toBytes() {
        return ManifestWriter.bytes(this);
    }

    /** Everything it asks for, optional permissions too. */
    public Grant requested() {
        return Grant.of(permissions.stream().map(PermissionRequest::permission).toList());
    }

    /** What it cannot do without. */
    public Grant required() {
        return Grant.of(permissions.stream()
                .filter(p -> !p.optional())
                .map(PermissionRequest::permission)
                .toList());
    }

    /** What the author says of the MCP server of that name. */
    public Optional<ServerContract> server(String named) {
        return servers.stream().filter(s -> s.name().equals(named)).findFirst();
    }

    /** The tool of that name. */
    public Optional<ToolContract> tool(String named) {
        return tools.stream().filter(t -> t.name().equals(named)).findFirst();
    }

    /**
     * Holds the manifest against the package it is in: what it names has to be there.
     *
     * @throws dev.polar.spi.Refusal {@code MANIFEST_INVALID}
     */
    public void checkAgainst(Archive contents) {
        PackageRules.check(this, contents);
    }
}
