package dev.polar.trust.manifest;

import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.JsonAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code mcp.json} of Agent Plugins 1.0.0, in file order. */
public record McpServers(List<McpServer> servers) {
    /** The entry it is. */
    public static final String FILE = "mcp.json";

    /** The identifier of the Agent Plugins schema it follows. */
    public static final String SCHEMA = "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json";

    public McpServers {
        servers = List.copyOf(servers);
    }

    /**
     * What a foreign file holds: the servers that follow the format, and why the others do not.
     *
     * @param refused one for each server left out
     */
    public record Partly(McpServers servers, List<Refusal> refused) {}

    /**
     * Reads the file, strictly.
     *
     * @throws Refusal {@code MANIFEST_INVALID}
     */
    public static McpServers parse(byte[] mcpJson) {
        return new McpServers(entries(mcpJson).stream().map(McpReader::server).toList());
    }

    /**
     * Reads a foreign file as Agent Plugins has it (section 7.2.2): a server that breaks a rule is left out alone.
     *
     * @throws Refusal {@code MANIFEST_INVALID} if the file as a whole cannot be read
     */
    public static Partly parsePartly(byte[] mcpJson) {
        var servers = new ArrayList<McpServer>();
        var refused = new ArrayList<Refusal>();
        for (var entry : entries(mcpJson)) {
            try {
                servers.add(McpReader.server(entry));
            } catch (Refusal why) {
                refused.add(why);
            }
        }
        return new Partly(new McpServers(servers), List.copyOf(refused));
    }

    private static List<JsonAt> entries(byte[] mcpJson) {
        var root = ManifestReader.root(FILE, mcpJson).closed(ManifestReader.ordered("$schema", "mcpServers"));
        var schema = root.require("$schema");
        if (!schema.string().equals(SCHEMA)) {
            throw schema.refused("schema", "this is not Agent Plugins 1.0.0", "Write " + SCHEMA + ".");
        }
        return List.copyOf(root.require("mcpServers").members().values());
    }

    /** The server of that name. */
    public Optional<McpServer> find(String name) {
        return servers.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The file for these servers. */
    public byte[] toBytes() {
        return McpWriter.bytes(this);
    }

    /**
     * Holds the servers against the package they are in: a command of its own has to be there.
     *
     * @throws Refusal {@code MANIFEST_INVALID}
     */
    public void checkAgainst(Archive contents) {
        var names = contents.entries().stream().map(Entry::name).toList();
        for (var server : servers) {
            if (server instanceof McpServer.Stdio stdio) {
                stdio.entry()
                        .ifPresent(
                                e -> PackageRules.require(FILE, names, e, "/mcpServers/" + server.name() + "/command"));
            }
        }
    }
}
