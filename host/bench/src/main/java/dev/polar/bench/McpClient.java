package dev.polar.bench;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One client of an MCP server over Streamable HTTP, revision 2025-11-25, with a session if the server gives one. */
final class McpClient implements AutoCloseable {
    private static final String REVISION = "2025-11-25";
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 20);

    private final HttpConnection connection;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final String tool;
    private int id;

    /** Where a tool is: its name there, and what has to be in every request's head. */
    record Place(URI url, Map<String, String> headers, String tool) {
        /** Another tool of the same server, for the same client. */
        Place of(String other) {
            return new Place(url, headers, other);
        }
    }

    McpClient(Place place) throws IOException {
        this.connection = new HttpConnection(place.url());
        this.tool = place.tool();
        headers.putAll(place.headers());
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/event-stream");
        var reply = connection.post(
                headers,
                request(
                        "initialize",
                        "{\"protocolVersion\":\"" + REVISION + "\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}"));
        result(reply);
        var session = reply.headers().get("mcp-session-id");
        if (session != null) {
            headers.put("Mcp-Session-Id", session);
        }
        headers.put("MCP-Protocol-Version", REVISION);
        connection.post(headers, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }

    /** Calls {@code echo} and holds the answer against what was said. */
    void echo(String message) throws IOException {
        var result = result(connection.post(
                headers,
                request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{\"message\":\"" + message + "\"}}")));
        var said = result.getJsonArray("content").getJsonObject(0).getString("text");
        if (!said.equals("Echo: " + message) || result.getBoolean("isError", false)) {
            throw new IOException("said '" + message + "' and was answered '" + said + "'");
        }
    }

    /** Calls a tool that writes, and holds the answer against what such a tool says. */
    void write() throws IOException {
        var arguments = "{\"path\":\"notes/today.txt\",\"n\":1}";
        var result = result(connection.post(
                headers, request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}")));
        var said = result.getJsonArray("content").getJsonObject(0).getString("text");
        if (!said.equals("done") || result.getBoolean("isError", false)) {
            throw new IOException("was answered '" + said + "'");
        }
    }

    /** Calls the tool whatever comes of it. */
    void call() throws IOException {
        connection.post(headers, request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{}}"));
    }

    /** Asks for something, and says how many bytes the answer has. */
    int ask(String method, String params) throws IOException {
        var reply = connection.post(headers, request(method, params));
        if (reply.status() != 200 || reply.body().length < 100) {
            throw new IOException("status " + reply.status());
        }
        return reply.body().length;
    }

    private String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + ++id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private JsonObject result(HttpConnection.Reply reply) throws IOException {
        var text = new String(reply.body(), StandardCharsets.UTF_8);
        if (reply.status() == 200) {
            var messages = text.startsWith("{")
                    ? text.lines()
                    : text.lines()
                            .filter(line -> line.startsWith("data: {"))
                            .map(line -> line.substring("data: ".length()));
            for (var message : messages.toList()) {
                var json = StrictJson.object(message.getBytes(StandardCharsets.UTF_8), LIMITS);
                if (json.containsKey("result") && json.getInt("id", -1) == id) {
                    return json.getJsonObject("result");
                }
            }
        }
        throw new IOException("status " + reply.status() + ": " + text);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
