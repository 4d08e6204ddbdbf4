package dev.polar.cli.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host's {@code /mcp} as far as a bridge sees it; what it is asked says what it does. */
final class FakeMcp implements AutoCloseable {
    static final String TOKEN = "polar_good";

    /** What was posted, in the order in which it came, and its fields. */
    final List<JsonObject> posted = Collections.synchronizedList(new ArrayList<>());

    final List<Map<String, String>> fields = Collections.synchronizedList(new ArrayList<>());

    /** Somebody is asking and gets no answer. */
    final CountDownLatch held = new CountDownLatch(1);

    /** Whoever was held is answered. */
    final CountDownLatch answer = new CountDownLatch(1);

    /** Connections by which something came. */
    final Set<InetSocketAddress> lines = ConcurrentHashMap.newKeySet();

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeMcp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mcp", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "{\"code\":\"CLIENT_UNKNOWN\",\"message\":\"no such client\",\"hint\":\"\"}");
            } else if (exchange.getRequestMethod().equals("GET")) {
                events(
                        exchange,
                        List.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"),
                        true);
            } else {
                post(exchange);
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException {
        var message = StrictJson.object(exchange.getRequestBody().readAllBytes(), StrictJson.Limits.bytes(1 << 20));
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> sent.put(name, values.getFirst()));
        fields.add(sent);
        lines.add(exchange.getRemoteAddress());
        posted.add(message);
        if (!message.containsKey("id")) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        var id = message.get("id");
        switch (message.getString("method")) {
            case "initialize" -> send(exchange, 200, reply(id.toString(), "{\"protocolVersion\":\"2025-06-18\"}"));
            case "streamed" ->
                events(
                        exchange,
                        List.of(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}",
                                "{\"jsonrpc\":\"2.0\",\ndata: \"id\":" + id + ",\"result\":{}}"),
                        false);
            case "hold" -> {
                held.countDown();
                await(end);
            }
            case "late" -> {
                held.countDown();
                await(answer);
                send(exchange, 200, reply(id.toString(), "{}"));
            }
            case "empty" -> exchange.sendResponseHeaders(200, -1);
            default -> send(exchange, 200, reply(id.toString(), "{\n  \"said\": " + message.get("method") + "\n}"));
        }
    }

    private static String reply(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void events(HttpExchange exchange, List<String> events, boolean stays) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.write(": hello\nretry: 50\n\n".getBytes(StandardCharsets.UTF_8));
        for (var event : events) {
            out.write(("id: 7\ndata: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        if (stays) {
            await(end);
        }
    }

    private static void await(CountDownLatch what) {
        try {
            what.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        end.countDown();
        answer.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
