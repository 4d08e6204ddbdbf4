package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.LiveClient.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which revision has which method, and what every message has to bring. */
class McpRevisionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static LiveFront front;

    @BeforeAll
    static void open(@TempDir Path data) {
        front = new LiveFront(DATABASE.get(), data, call -> FakeGeneration.text("x"));
        front.admit("anna");
    }

    @AfterAll
    static void close() {
        front.close();
    }

    /** Status and part of the body in 2025-06-18 and 2025-11-25, then in 2026-07-28. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "initialize            | \"protocolVersion\":\"2025-11-25\" | 200 | serverInfo  | 404 | -32601",
                "ping                  | ''                      | 200 | \"result\":{} | 404 | -32601",
                "logging/setLevel      | \"level\":\"info\"      | 200 | \"result\":{} | 404 | -32601",
                "logging/setLevel      | \"level\":\"loud\"      | 200 | -32602        | 404 | -32601",
                "logging/setLevel      | ''                      | 200 | -32602        | 404 | -32601",
                "server/discover       | ''                      | 200 | -32601        | 200 | supportedVersions",
                "subscriptions/listen  | \"notifications\":7     | 200 | -32601        | 200 | -32602",
                "subscriptions/listen  | ''                      | 200 | -32601        | 200 | -32602",
                "tools/list            | ''                      | 200 | acme-live__work | 200 | ttlMs",
                "prompts/list          | ''                      | 200 | prompts       | 200 | cacheScope",
                "resources/list        | ''                      | 200 | resources     | 200 | resultType",
                "tasks/list            | ''                      | 200 | -32601        | 404 | -32601",
                "sampling/createMessage| ''                      | 200 | -32601        | 404 | -32601",
                "notifications/initialized | ''                  | 200 | -32601        | 404 | -32601",
            })
    void a_method_is_answered_where_its_revision_has_it(
            String method, String params, int status, String body, int statelessStatus, String statelessBody)
            throws Exception {
        for (var revision : new String[] {"2025-06-18", "2025-11-25", "2026-07-28"}) {
            var client = new LiveClient(front, "anna", revision);
            var answer = send(client.ask(5, method, params, ""));
            assertEquals(client.stateless() ? statelessStatus : status, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains(client.stateless() ? statelessBody : body), answer::body);
            assertEquals(5, LiveFront.json(answer.body()).getInt("id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notifications/initialized",
                "notifications/cancelled",
                "notifications/progress",
                "notifications/roots/list_changed",
                "notifications/nobody/knows"
            })
    void a_notification_is_accepted_in_every_revision(String method) throws Exception {
        for (var revision : new String[] {"2025-06-18", "2025-11-25", "2026-07-28"}) {
            assertEquals(202, new LiveClient(front, "anna", revision).notify(method, "{}"));
        }
        var unknown = new LiveClient(front, "anna", "2099-01-01");
        assertEquals(400, unknown.notify(method, "{}"));
        assertEquals(400, unknown.reply(1, "{}"));
        assertEquals(400, send(unknown.plain().GET()).statusCode());
    }

    /** Of the stateless revision: what the body's {@code _meta} and the headers say, and what becomes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "2026-07-28 | 2026-07-28 | {} | tools/list   | 200 | result",
                "2026-07-28 | -          | {} | tools/list   | 400 | -32602",
                "2026-07-28 | 2026-07-28 | -  | tools/list   | 400 | -32602",
                "2026-07-28 | 2026-07-28 | [] | tools/list   | 400 | -32602",
                "-          | 2026-07-28 | {} | tools/list   | 400 | -32020",
                "2025-11-25 | 2026-07-28 | {} | tools/list   | 400 | -32020",
                "2026-07-28 | v9         | {} | tools/list   | 400 | -32020",
                "v9         | v9         | {} | tools/list   | 400 | -32022",
                "2025-11-25 | 2025-11-25 | {} | tools/list   | 400 | -32022",
                "v9         | -          | -  | tools/list   | 400 | -32022",
                "2026-07-28 | 2026-07-28 | {} | TOOLS/LIST   | 400 | -32020",
                "2026-07-28 | 2026-07-28 | {} | prompts/list | 400 | -32020",
                "2026-07-28 | 2026-07-28 | {} | -            | 400 | -32020",
            })
    void a_stateless_request_says_all_about_itself(
            String header, String stated, String capabilities, String methodHeader, int status, String body)
            throws Exception {
        var meta = (stated == null ? "\"a\":1" : "\"io.modelcontextprotocol/protocolVersion\":\"" + stated + "\"")
                + (capabilities == null ? "" : ",\"io.modelcontextprotocol/clientCapabilities\":" + capabilities);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.front.port() + "/mcp"))
                .header("Authorization", "Bearer anna")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{" + meta
                                + "}}}"));
        if (header != null) {
            request.header("MCP-Protocol-Version", header);
        }
        if (methodHeader != null) {
            request.header("Mcp-Method", methodHeader);
        }
        var answer = send(request);
        assertEquals(status, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains(body), answer::body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[1]", "1.5", "true"})
    void an_id_is_a_string_or_an_integer(String id) throws Exception {
        var client = new LiveClient(front, "anna", "2025-11-25");
        var answer = send(client.post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}"));
        assertEquals(400, answer.statusCode(), answer::body);
        assertEquals(
                -32600, LiveFront.json(answer.body()).getJsonObject("error").getInt("code"));
    }
}
