package dev.polar.conformance;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of Polar's own endpoint, revision 2025-11-25, which wants nothing but answers. */
final class Agent implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();
    private final URI url;
    private final String token;

    Agent(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** The whole message that answers a request. */
    JsonObject ask(String method, String params) throws IOException, InterruptedException {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":" + ids.incrementAndGet() + ",\"method\":\"" + method + "\",\"params\":"
                + params + "}";
        var response = http.send(
                HttpRequest.newBuilder(url)
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2025-11-25")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return StrictJson.object(response.body(), StrictJson.Limits.bytes(1 << 26));
    }

    /** Calls a tool: {@code told: TEXT}, or the code of the refusal, or the error. */
    String call(String tool, String arguments) throws IOException, InterruptedException {
        return outcome(ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}"));
    }

    static String outcome(JsonObject message) {
        if (message.containsKey("error")) {
            return "error " + message.getJsonObject("error").getInt("code");
        }
        var result = message.getJsonObject("result");
        var refusal =
                result.containsKey("_meta") ? result.getJsonObject("_meta").getJsonObject("dev.polar/refusal") : null;
        return refusal == null
                ? "told: " + result.getJsonArray("content").getJsonObject(0).getString("text")
                : refusal.getString("code");
    }

    JsonArray tools() throws IOException, InterruptedException {
        return ask("tools/list", "{}").getJsonObject("result").getJsonArray("tools");
    }

    /** The bytes of a text. */
    static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 24));
    }

    @Override
    public void close() {
        http.close();
    }
}
