package dev.polar.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** An MCP server over HTTP whose tools are what a test says, and who tells of a change with its next answer. */
final class ShiftingServer implements AutoCloseable {
    private final HttpServer server;
    private volatile List<String> tools = List.of();
    private volatile String instructions = "";
    private volatile boolean changed;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    ShiftingServer(String... tools) {
        offer(tools);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The methods it was asked for since somebody wanted to know. */
    List<String> asked() {
        var all = new ArrayList<String>();
        for (var method = asked.poll(); method != null; method = asked.poll()) {
            all.add(method);
        }
        return all;
    }

    /** From now on these: {@code name} or {@code name:description}. */
    void offer(String... texts) {
        var all = new LinkedHashMap<String, String>();
        for (var text : texts) {
            var parts = text.split(":", 2);
            all.put(parts[0], parts.length > 1 ? parts[1] : parts[0] + " as it was approved");
        }
        list(all.entrySet().stream()
                .map(tool -> StrictJson.provider()
                        .createObjectBuilder()
                        .add("name", tool.getKey())
                        .add("description", tool.getValue())
                        .add(
                                "inputSchema",
                                StrictJson.provider().createObjectBuilder().add("type", "object"))
                        .build()
                        .toString())
                .toArray(String[]::new));
    }

    /** From now on these, in JSON. */
    void list(String... definitions) {
        tools = List.of(definitions);
        changed = true;
    }

    void instruct(String text) {
        instructions = text;
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
            asked.add(request.getString("method"));
            var result = result(request);
            var answer = "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + "," + result + "}";
            boolean tells = changed && request.getString("method").equals("tools/call");
            changed &= !tells;
            var events = (tells ? event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}") : "")
                    + event(answer);
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private String result(JsonObject request) {
        return switch (request.getString("method")) {
            case "initialize" ->
                "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}},"
                        + "\"serverInfo\":{\"name\":\"shifting\",\"version\":\"1\"}"
                        + (instructions.isEmpty() ? "" : ",\"instructions\":\"" + instructions + "\"") + "}";
            case "tools/list" ->
                "\"result\":{\"tools\":" + tools.stream().collect(Collectors.joining(",", "[", "]")) + "}";
            case "tools/call" -> "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"here\"}]}";
            default -> "\"error\":{\"code\":-32601,\"message\":\"unknown\"}";
        };
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
                """.formatted(port()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
