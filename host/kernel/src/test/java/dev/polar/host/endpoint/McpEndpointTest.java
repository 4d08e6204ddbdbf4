package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint over real HTTP: one tool behind a real gate, one client with a token. */
class McpEndpointTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final PluginId PLUGIN = new PluginId("acme.echo");
    private static final Target TOOL = Target.tool(PLUGIN, "echo");
    private static final String TOKEN = "polar_a-token-of-the-test";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestFront front;

    @BeforeAll
    static void openTheDoor(@TempDir Path data) {
        front = new TestFront(DATABASE.get(), data);
        front.consent("client.add", "tester", Map.of("hash", TestFront.hash(TOKEN)));
        publishTheTool();
    }

    @AfterAll
    static void closeTheDoor() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18, 2025-06-18", "2025-11-25, 2025-11-25", "2024-11-05, 2025-11-25"})
    void a_client_is_answered_in_its_revision_or_in_the_newest_with_a_handshake(String asked, String spoken)
            throws Exception {
        var result = result(post("initialize", "{\"protocolVersion\":\"" + asked + "\"}"));
        assertEquals(spoken, result.getString("protocolVersion"));
        assertEquals("polar", result.getJsonObject("serverInfo").getString("name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/consents",
                "/v1/plans",
                "/v1/approvals",
                "/v1/approvals/ap-1",
                "/v1/down",
                "/v1/plugins/acme.echo"
            })
    void an_agent_that_looks_for_the_operators_routes_is_refused_and_put_on_record(String path) throws Exception {
        var before = overreaching();
        for (var method : List.of("POST", "GET")) {
            var request = HttpRequest.newBuilder(URI.create(front.address() + path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(403, answer.statusCode());
            assertTrue(answer.body().contains(Code.OPERATOR_REQUIRED.name()), answer.body());
        }
        assertTrue(overreaching() >= before + 2);
    }

    private static int overreaching() {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery(
                                "SELECT count(*) FROM audit_record WHERE action = 'operator.route' AND decision = 'DENY'")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void tools_are_listed_as_they_were_approved_under_their_exposed_names() throws Exception {
        var tools = result(post("tools/list", "{}")).getJsonArray("tools");
        assertEquals(1, tools.size());
        assertEquals("acme-echo__echo", tools.getJsonObject(0).getString("name"));
        assertEquals("Says it again", tools.getJsonObject(0).getString("description"));
    }

    @Test
    void a_call_goes_through_the_gate_and_comes_back_marked_untrusted() throws Exception {
        var result = result(post("tools/call", "{\"name\":\"acme-echo__echo\",\"arguments\":{\"text\":\"hi\"}}"));
        assertEquals("hi", result.getJsonArray("content").getJsonObject(0).getString("text"));
        assertTrue(result.getJsonObject("_meta").getBoolean("dev.polar/untrusted"));
    }

    @Test
    void a_refusal_is_an_answer_with_code_and_hint() throws Exception {
        var result = result(post("tools/call", "{\"name\":\"acme-echo__echo\",\"arguments\":{\"text\":7}}"));
        assertTrue(result.getBoolean("isError"));
        var refusal = result.getJsonObject("_meta").getJsonObject("dev.polar/refusal");
        assertEquals("ARGUMENTS_INVALID", refusal.getString("code"));
        assertEquals("/text", refusal.getJsonObject("details").getString("path"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call     | {\"name\":\"acme-gone__search\"}",
                "resources/read | {\"uri\":\"skill://acme.gone/hello/SKILL.md\"}",
                "prompts/get    | {\"name\":\"acme-gone__hello\"}"
            })
    void what_an_agent_remembers_of_a_revoked_plugin_is_refused_with_the_revocation(String method, String params)
            throws Exception {
        assertTrue(post(method, params).body().contains("PLUGIN_REVOKED"), "this host never listed it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call     | {\"name\":\"nobody__nothing\"}                     | -32602",
                "tools/call     | {\"name\":\"acme-echo__echo\",\"arguments\":[1]}   | -32602",
                "tools/call     | {}                                                 | -32602",
                "tools/list     | {\"cursor\":\"x\"}                                 | -32602",
                "resources/read | {\"uri\":\"skill://acme.echo/none/SKILL.md\"}      | -32002",
                "resources/read | {\"uri\":\"note://none\"}                            | -32002",
                "prompts/get    | {\"name\":\"nobody__nothing\"}                     | -32602",
                "server/discover| {}                                                 | -32601",
                "no/such        | {}                                                 | -32601",
            })
    void what_the_protocol_refuses_is_a_json_rpc_error(String method, String params, int code) throws Exception {
        var reply = TestFront.json(post(method, params).body());
        assertEquals(code, reply.getJsonObject("error").getInt("code"));
        assertEquals(1, reply.getInt("id"));
    }

    @Test
    void a_stateless_client_brings_everything_with_each_request() throws Exception {
        var discovered =
                TestFront.json(modern("server/discover", "", "\"x\":1").body()).getJsonObject("result");
        assertEquals("complete", discovered.getString("resultType"));
        assertEquals("private", discovered.getString("cacheScope"));
        var called = TestFront.json(modern(
                                "tools/call",
                                "acme-echo__echo",
                                "\"name\":\"acme-echo__echo\",\"arguments\":{\"text\":\"hi\"}")
                        .body())
                .getJsonObject("result");
        assertEquals("complete", called.getString("resultType"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-28, 2026-07-28, tools/list, 200, 0",
        "2026-07-28, 2025-11-25, tools/list, 400, -32020",
        "2026-07-28, 2026-07-28, tools/call, 400, -32020",
        "2099-01-01, 2099-01-01, tools/list, 400, -32022",
    })
    void headers_and_body_of_a_stateless_request_agree(
            String stated, String header, String methodHeader, int status, int code) throws Exception {
        var body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":" + meta(stated, "\"x\":1") + "}";
        var response = send(request(body).header("MCP-Protocol-Version", header).header("Mcp-Method", methodHeader));
        assertEquals(status, response.statusCode());
        if (code != 0) {
            assertEquals(
                    code, TestFront.json(response.body()).getJsonObject("error").getInt("code"));
        }
    }

    @Test
    void an_unknown_method_of_the_stateless_revision_is_not_found() throws Exception {
        assertEquals(404, modern("no/such", "", "\"x\":1").statusCode());
    }

    @Test
    void a_notification_is_accepted_without_a_body() throws Exception {
        var response = send(request("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
        assertEquals(202, response.statusCode());
        assertEquals("", response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", "{\"a\":1,\"a\":2}"})
    void what_is_no_message_is_a_parse_error(String body) throws Exception {
        var response = send(request(body));
        assertEquals(400, response.statusCode());
        assertEquals(
                -32700, TestFront.json(response.body()).getJsonObject("error").getInt("code"));
    }

    @Test
    void more_than_four_mebibytes_are_not_read() throws Exception {
        assertEquals(413, send(request(" ".repeat((4 << 20) + 1))).statusCode());
    }

    @Test
    void no_other_method_of_http_is_answered() throws Exception {
        var response = send(HttpRequest.newBuilder(url())
                .header("Authorization", "Bearer " + TOKEN)
                .PUT(HttpRequest.BodyPublishers.ofString("{}")));
        assertEquals(405, response.statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer polar_wrong", "Basic abc"})
    void nobody_without_a_token_sees_anything(String authorization) throws Exception {
        var request = HttpRequest.newBuilder(url()).POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        var response = send(request);
        assertEquals(401, response.statusCode());
        assertEquals("CLIENT_UNKNOWN", TestFront.json(response.body()).getString("code"));
    }

    @Test
    void who_knocks_again_and_again_without_a_token_is_on_record_once_a_minute() throws Exception {
        var minutes = front.records("%\"action\":\"authenticate\"%");
        for (int i = 0; i < 20; i++) {
            assertEquals(401, send(request("{}", "polar_wrong-" + i)).statusCode());
            assertEquals(403, knock("evil.example"));
        }
        assertTrue(front.records("%\"action\":\"authenticate\"%") <= minutes + 2, "a minute may end in between");
        assertTrue(front.records("%\"action\":\"authenticate\"%") > 0);
    }

    /** The status of a request that names another host. */
    private static int knock(String host) throws IOException {
        var address = URI.create(url().toString());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("GET /mcp HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    @Test
    void a_removed_client_is_refused_from_then_on() throws Exception {
        var token = "polar_another-token";
        front.consent("client.add", "leaver", Map.of("hash", TestFront.hash(token)));
        var ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        assertEquals(200, send(request(ping, token)).statusCode());
        front.consent("client.remove", "leaver", Map.of());
        assertEquals(401, send(request(ping, token)).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example:PORT, ''",
        "127.0.0.1, ''",
        "127.0.0.1:1, ''",
        "127.0.0.1:PORT, http://evil.example",
        "127.0.0.1:PORT, null",
        "127.0.0.1:PORT, https://127.0.0.1:PORT",
    })
    void another_host_or_origin_is_turned_away(String host, String origin) throws IOException {
        assertTrue(raw(host, origin).startsWith("HTTP/1.1 403"), () -> host + " " + origin);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:PORT, http://127.0.0.1:PORT", "localhost:PORT, ''", "localhost:PORT, http://localhost:PORT"})
    void this_host_and_its_own_pages_are_let_in(String host, String origin) throws IOException {
        assertTrue(raw(host, origin).startsWith("HTTP/1.1 200"), () -> host + " " + origin);
    }

    @Test
    void the_official_java_client_lists_and_calls() {
        var transport = HttpClientStreamableHttpTransport.builder(front.address())
                .endpoint("/mcp")
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + TOKEN))
                .build();
        try (var client =
                McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build()) {
            client.initialize();
            assertEquals(
                    "acme-echo__echo", client.listTools().tools().getFirst().name());
            var result = client.callTool(McpSchema.CallToolRequest.builder("acme-echo__echo")
                    .arguments(Map.of("text", "hi"))
                    .build());
            assertEquals("hi", ((McpSchema.TextContent) result.content().getFirst()).text());
        }
    }

    private static void publishTheTool() {
        var generation = new FakeGeneration(
                PLUGIN.name(), call -> FakeGeneration.text(call.arguments().getString("text")));
        var input = TestFront.json(
                "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}");
        var definition = StrictJson.provider()
                .createObjectBuilder()
                .add("name", "echo")
                .add("description", "Says it again")
                .add("inputSchema", input)
                .build();
        front.offer(TOOL, definition, input, true, generation);
        front.out(
                "acme.gone",
                new Refusal(Code.PLUGIN_REVOKED, "acme.gone was revoked: key stolen", "polar revocations list"));
    }

    private static String meta(String version, String more) {
        return "{" + more + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + version
                + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    }

    private static HttpResponse<String> modern(String method, String name, String params) throws Exception {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":"
                + meta("2026-07-28", params) + "}";
        var request = request(body).header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
        return send(name.isEmpty() ? request : request.header("Mcp-Name", name));
    }

    private static HttpResponse<String> post(String method, String params) throws Exception {
        return send(request("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"));
    }

    private static HttpRequest.Builder request(String body) {
        return request(body, TOKEN);
    }

    private static HttpRequest.Builder request(String body, String token) {
        return HttpRequest.newBuilder(url())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A request whose Host and Origin are ours to choose; the first line of the answer. */
    private static String raw(String host, String origin) throws IOException {
        var port = Integer.toString(front.port());
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        var head = "POST /mcp HTTP/1.1\r\nHost: " + host.replace("PORT", port) + "\r\n"
                + (origin.isEmpty() ? "" : "Origin: " + origin.replace("PORT", port) + "\r\n")
                + "Authorization: Bearer " + TOKEN + "\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        try (var socket = new Socket("127.0.0.1", front.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static URI url() {
        return URI.create(front.url());
    }

    private static JsonObject result(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        return TestFront.json(response.body()).getJsonObject("result");
    }
}
