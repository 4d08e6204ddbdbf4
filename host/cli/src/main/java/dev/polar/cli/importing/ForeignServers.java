package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The servers of a plugin directory: those that can be packed, and why the others cannot. */
final class ForeignServers {
    /** Where some agents keep what Agent Plugins has in {@code mcp.json}. */
    static final String CLAUDE = ".mcp.json";

    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?!PLUGIN_ROOT}|PLUGIN_DATA})[A-Za-z_][A-Za-z0-9_]*");

    private final Draft draft;
    private final ServerPackaging packaging;
    private final Archive contents;
    private final Path directory;

    ForeignServers(Draft draft, ServerPackaging packaging, Archive contents, Path directory) {
        this.draft = draft;
        this.packaging = packaging;
        this.contents = contents;
        this.directory = directory;
    }

    /**
     * Takes all it can. If nothing else is in the draft, the first server that cannot be taken is why the import fails.
     *
     * @param inline servers of the plugin's description
     */
    void take(Optional<JsonObject> inline) {
        var failed = new ArrayList<Refusal>();
        var agentPlugins = contents.find(McpServers.FILE);
        if (agentPlugins.isPresent()) {
            take(McpServers.FILE, agentPlugins.get().bytes(), failed);
        } else {
            contents.find(CLAUDE)
                    .map(entry -> ForeignPlugin.json(CLAUDE, entry.bytes()))
                    .map(object -> object.get("mcpServers") instanceof JsonObject servers ? servers : object)
                    .or(() -> inline)
                    .ifPresent(servers -> take(CLAUDE, agentPlugins(servers), failed));
        }
        if (draft.isEmpty() && !failed.isEmpty()) {
            throw failed.getFirst();
        }
    }

    private void take(String file, byte[] mcpJson, List<Refusal> failed) {
        var partly = McpServers.parsePartly(mcpJson);
        failed.addAll(partly.refused());
        for (var server : partly.servers().servers()) {
            try {
                switch (server) {
                    case McpServer.Remote remote -> draft.add(remote);
                    case McpServer.Stdio stdio -> take(file, stdio);
                }
            } catch (Refusal refusal) {
                failed.add(refusal.with("server", server.name()));
            }
        }
        failed.forEach(refusal -> draft.find(
                file,
                "server-left-out",
                Severity.WARNING,
                CleanText.line(Optional.ofNullable(refusal.details().get("server"))
                                .map(name -> name + ": ")
                                .orElse("") + refusal.code() + ", " + refusal.getMessage())));
    }

    private void take(String file, McpServer.Stdio server) {
        variables(file, server);
        if (server.entry().isPresent()) {
            requireThere(server.entry().get(), "name a file of the directory");
            draft.add(server);
            return;
        }
        var words = new ArrayList<String>();
        words.add(server.command());
        words.addAll(server.args());
        switch (Launch.of(words)) {
            case Launch.Registry registry -> packaging.launched(server, registry, directory);
            case Launch.File launch -> {
                requirePackaged(launch);
                draft.add(new McpServer.Stdio(
                        server.name(), launch.runtime(), server.args(), server.env(), server.cwd()));
            }
        }
    }

    /** The file that an interpreter reads has to be one of the directory's. */
    private void requirePackaged(Launch.File launch) {
        var path = Path.of(McpServer.Stdio.expand(launch.file(), "", "/data"))
                .normalize()
                .toString();
        var name = path.startsWith("/") ? path.substring(1) : path;
        requireThere(
                launch.file().startsWith("/") ? launch.file() : name,
                "put it there, or import the command itself: polar import -- " + launch.runtime() + " FILE");
    }

    private void requireThere(String file, String hint) {
        if (contents.find(file).isEmpty()) {
            throw new Refusal(
                    Code.COMMAND_NOT_PACKAGED, "'" + CleanText.line(file) + "' is not in the directory", hint);
        }
    }

    private void variables(String file, McpServer.Stdio server) {
        var texts = new ArrayList<>(server.args());
        texts.addAll(server.env().values());
        texts.stream()
                .filter(text -> VARIABLE.matcher(text).find())
                .findFirst()
                .ifPresent(text -> draft.find(
                        file,
                        "variable",
                        Severity.WARNING,
                        "server '" + server.name()
                                + "' expects the agent's environment to be filled in; it stays as it is"));
    }

    /** The same servers as Agent Plugins writes them: a type that goes without saying there is said here. */
    private static byte[] agentPlugins(JsonObject servers) {
        var json = StrictJson.provider();
        var all = json.createObjectBuilder();
        servers.forEach((name, value) -> all.add(name, value instanceof JsonObject server ? typed(server) : value));
        var text = json.createObjectBuilder()
                .add("$schema", McpServers.SCHEMA)
                .add("mcpServers", all)
                .build()
                .toString()
                .replace("${CLAUDE_PLUGIN_ROOT}", "${PLUGIN_ROOT}");
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonValue typed(JsonObject server) {
        var type = ForeignPlugin.text(server, "type").orElse(server.containsKey("url") ? "http" : "stdio");
        return StrictJson.provider()
                .createObjectBuilder(server)
                .add("type", type.equals("http") ? "streamable-http" : type)
                .build();
    }
}
