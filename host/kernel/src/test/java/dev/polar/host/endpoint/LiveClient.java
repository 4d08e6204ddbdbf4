package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A client with a token, of one revision; messages and header fields are written out. */
final class LiveClient {
    static final String STATELESS = "2026-07-28";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI url;
    private final String token;
    private final String revision;
    private final AtomicInteger ids = new AtomicInteger();
    Optional<String> session = Optional.empty();

    LiveClient(LiveFront front, String token, String revision) {
        this.url = URI.create("http://127.0.0.1:" + front.front.port() + "/mcp");
        this.token = token;
        this.revision = revision;
    }

    /** Says what it can be asked. */
    LiveClient greet(String capabilities) throws Exception {
        var answer = HTTP.send(
                post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                                + revision + "\",\"capabilities\":" + capabilities + "}}")
                        .build(),
                BodyHandlers.ofString());
        session = answer.headers().firstValue("mcp-session-id");
        return this;
    }

    boolean stateless() {
        return revision.equals(STATELESS);
    }

    HttpRequest.Builder plain() {
        var request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("MCP-Protocol-Version", revision)
                .header("Accept", "application/json, text/event-stream");
        session.ifPresent(id -> request.header("Mcp-Session-Id", id));
        return request;
    }

    HttpRequest.Builder post(String body) {
        return plain().header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** A request of that method; {@code meta} without what the revision needs, {@code "a":1}. */
    HttpRequest.Builder ask(int id, String method, String params, String meta) {
        var required = "\"io.modelcontextprotocol/protocolVersion\":\"" + STATELESS + "\""
                + (meta.contains("clientCapabilities") ? "" : ",\"io.modelcontextprotocol/clientCapabilities\":{}");
        var all = stateless() ? required + (meta.isEmpty() ? "" : "," + meta) : meta;
        var request = post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{"
                + (params.isEmpty() ? "" : params + ",") + "\"_meta\":{" + all + "}}}");
        if (stateless()) {
            request.header("Mcp-Method", method);
        }
        return request;
    }

    HttpRequest.Builder call(String tool, String text, String more, String meta) {
        var name = "acme-live__" + tool;
        var request = ask(
                ids.incrementAndGet(),
                "tools/call",
                "\"name\":\"" + name + "\",\"arguments\":{\"text\":\"" + text + "\"}" + more,
                meta);
        return stateless() ? request.header("Mcp-Name", name) : request;
    }

    /** The id that the last call had. */
    int lastId() {
        return ids.get();
    }

    int notify(String method, String params) throws Exception {
        return HTTP.send(
                        post("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}")
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    int reply(long id, String result) throws Exception {
        return HTTP.send(
                        post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}")
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    static JsonObject result(HttpRequest.Builder request) throws Exception {
        var answer = send(request);
        assertEquals(200, answer.statusCode(), answer::body);
        return LiveFront.json(answer.body()).getJsonObject("result");
    }

    /** Opens a stream; whoever does closes it. */
    static Events stream(HttpRequest.Builder request) throws Exception {
        return new Events(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
    }

    /** What comes in a stream. */
    static final class Events implements AutoCloseable {
        final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        private Events(HttpResponse<InputStream> response) {
            this.response = response;
            this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        String type() {
            return response.headers().firstValue("content-type").orElse("");
        }

        /** The next message; empty at the end of the stream. */
        Optional<JsonObject> next() throws IOException {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return Optional.of(LiveFront.json(line.substring("data: ".length())));
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
