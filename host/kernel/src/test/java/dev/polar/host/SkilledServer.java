package dev.polar.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An MCP server over HTTP with one tool and whatever skills a test gives it; it tells of a change with its next answer. */
final class SkilledServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> entries = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final AtomicInteger read = new AtomicInteger();
    private volatile boolean changed;

    SkilledServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Offers a skill of these files beside its SKILL.md, and says of each what is true. */
    SkilledServer offers(String path, String body, Map<String, String> more) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var all = new TreeMap<>(more);
        all.put("SKILL.md", "---\nname: " + name + "\ndescription: " + name + ", for a test\n---\n" + body + "\n");
        var listed = StrictJson.provider().createArrayBuilder();
        all.forEach((file, text) -> {
            var uri = "skill://" + path + "/" + file;
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            files.put(uri, bytes);
            listed.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("uri", uri)
                    .add("digest", Digest.of(bytes).toString())
                    .add("size", bytes.length));
        });
        return lists(
                path,
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("uri", "skill://" + path + "/SKILL.md")
                        .add(
                                "frontmatter",
                                StrictJson.provider()
                                        .createObjectBuilder()
                                        .add("name", name)
                                        .add("description", name + ", for a test"))
                        .add("resources", listed)
                        .build()
                        .toString());
    }

    /** Lists that entry, as it is. */
    SkilledServer lists(String path, String entry) {
        entries.put(path, entry);
        changed = true;
        return this;
    }

    /** Sends these bytes, whatever it says of them. */
    SkilledServer sends(String uri, byte[] bytes) {
        files.put(uri, bytes);
        return this;
    }

    SkilledServer without(String uri) {
        files.remove(uri);
        return this;
    }

    /** Says in its list something else of a skill than the skill does. */
    SkilledServer describes(String path, String description) {
        return lists(path, entries.getOrDefault(path, "").replace(path + ", for a test", description));
    }

    /** No other server of a test has a tool of that name, which would be a finding. */
    String tool() {
        return "look" + server.getAddress().getPort();
    }

    /** How often a file was asked for. */
    int read() {
        return read.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var request = body.length == 0
                    ? JsonValue.EMPTY_JSON_OBJECT
                    : StrictJson.object(body, StrictJson.Limits.bytes(1 << 24));
            if (!request.containsKey("id")) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 405, -1);
                return;
            }
            var answer = "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + "," + result(request) + "}";
            boolean tells = changed && request.getString("method").equals("tools/call");
            changed &= !tells;
            var told = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/list_changed\"}\n\n";
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write(((tells ? told : "") + "data: " + answer + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private String result(JsonObject request) {
        return switch (request.getString("method")) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},"
                        + "\"resources\":{\"listChanged\":true},"
                        + "\"extensions\":{\"io.modelcontextprotocol/skills\":{}}},"
                        + "\"serverInfo\":{\"name\":\"skilled\",\"version\":\"1\"}}";
            case "tools/list" ->
                "\"result\":{\"tools\":[{\"name\":\"" + tool() + "\",\"inputSchema\":{\"type\":\"object\"}}]}";
            case "tools/call" -> "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"here\"}]}";
            case "skills/list" ->
                "\"result\":{\"skills\":" + entries.values().stream().collect(Collectors.joining(",", "[", "]")) + "}";
            case "resources/list" -> "\"result\":{\"resources\":[]}";
            case "resources/read" -> file(request.getJsonObject("params").getString("uri"));
            default -> "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
        };
    }

    private String file(String uri) {
        read.incrementAndGet();
        var bytes = files.get(uri);
        return bytes == null
                ? "\"error\":{\"code\":-32602,\"message\":\"nothing there\"}"
                : "\"result\":{\"contents\":["
                        + StrictJson.provider()
                                .createObjectBuilder()
                                .add("uri", uri)
                                .add("text", new String(bytes, StandardCharsets.UTF_8))
                                .build()
                        + "]}";
    }

    /** What belongs into a package for it. */
    Map<String, String> files(String plugin) {
        return Map.of("plugin.json", """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                 "name": "%s", "version": "1.0.0", "description": "For a test", "license": "Apache-2.0",
                 "extensions": {"dev.polar": {"format": 1, "epoch": 1}}}
                """.formatted(plugin), "mcp.json", """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                 "mcpServers": {"srv": {"type": "streamable-http", "url": "http://127.0.0.1:%d/mcp"}}}
                """.formatted(
                        server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
