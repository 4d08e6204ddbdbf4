package dev.polar.trust.manifest;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code mcp.json}. */
final class McpWriter {
    private static final JsonProvider JSON = StrictJson.provider();

    private McpWriter() {}

    static byte[] bytes(McpServers servers) {
        var all = JSON.createObjectBuilder();
        servers.servers().forEach(s -> all.add(s.name(), server(s)));
        return ManifestWriter.pretty(JSON.createObjectBuilder()
                .add("$schema", McpServers.SCHEMA)
                .add("mcpServers", all)
                .build());
    }

    private static JsonObjectBuilder server(McpServer server) {
        var object = JSON.createObjectBuilder();
        switch (server) {
            case McpServer.Stdio stdio -> {
                object.add("type", "stdio").add("command", stdio.command());
                object.add("args", JSON.createArrayBuilder(stdio.args()));
                map(object, "env", stdio.env());
                stdio.cwd().ifPresent(c -> object.add("cwd", c));
            }
            case McpServer.Remote remote -> {
                object.add("type", word(remote.transport()))
                        .add("url", remote.url().toString());
                map(object, "headers", remote.headers());
            }
        }
        return object;
    }

    private static String word(McpServer.Transport transport) {
        return switch (transport) {
            case STREAMABLE_HTTP -> "streamable-http";
            case SSE -> "sse";
        };
    }

    private static void map(JsonObjectBuilder object, String key, Map<String, String> map) {
        if (!map.isEmpty()) {
            object.add(key, JSON.createObjectBuilder(new TreeMap<>(map)));
        }
    }
}
