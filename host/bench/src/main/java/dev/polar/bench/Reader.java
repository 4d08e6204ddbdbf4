package dev.polar.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An MCP client that reads skills, one at a time. */
final class Reader implements AutoCloseable {
    private final HttpConnection connection;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int id;

    Reader(URI url, String token) throws IOException {
        connection = new HttpConnection(url);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("MCP-Protocol-Version", "2025-11-25");
        headers.put("Authorization", "Bearer " + token);
    }

    /** Whether the plugin's skill was given out; anything but a refusal is a fault. */
    boolean reads(String plugin) throws IOException {
        var answer = ask("prompts/get", "{\"name\":\"" + plugin.replace('.', '-') + "__ballast\"}");
        if (answer.contains("\"result\"")) {
            return true;
        }
        if (answer.contains("REVOKED") || answer.contains("\"error\"")) {
            return false;
        }
        throw new IOException(answer);
    }

    String ask(String method, String params) throws IOException {
        var reply = connection.post(
                headers,
                "{\"jsonrpc\":\"2.0\",\"id\":" + ++id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
