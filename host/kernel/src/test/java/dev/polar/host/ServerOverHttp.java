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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** An MCP server over HTTP, on 127.0.0.1, that tells with its next answer to a call that a list of its changed. */
abstract class ServerOverHttp implements AutoCloseable {
    private final HttpServer server;
    private final String list;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean changed;

    /** @param list the one that changes: {@code tools} or {@code resources} */
    ServerOverHttp(String list) {
        this.list = list;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** The member {@code result} or {@code error} of what it answers. */
    abstract String result(JsonObject request);

    final void changed() {
        changed = true;
    }

    final int port() {
        return server.getAddress().getPort();
    }

    /** The methods it was asked for since somebody wanted to know. */
    final List<String> asked() {
        var all = new ArrayList<String>();
        for (var method = asked.poll(); method != null; method = asked.poll()) {
            all.add(method);
        }
        return all;
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
            var answer = event("\"id\":" + request.get("id") + "," + result(request));
            boolean tells = changed && request.getString("method").equals("tools/call");
            changed &= !tells;
            var told = tells ? event("\"method\":\"notifications/" + list + "/list_changed\"") : "";
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write((told + answer).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String event(String members) {
        return "data: {\"jsonrpc\":\"2.0\"," + members + "}\n\n";
    }

    /** What belongs into a package for it. */
    final Map<String, String> files(String plugin) {
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
    public final void close() {
        server.stop(0);
    }
}
