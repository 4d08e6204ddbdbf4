package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Request;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Held;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.http.Strangers;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final SigningKey OPERATOR = SigningKey.generate();
    private static final String TOKEN = "polar_a-token-of-the-test";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Snapshots SNAPSHOTS = new Snapshots();

    private static PostgresJournal journal;
    private static Consents consents;
    private static FrontServer front;

    @BeforeAll
    static void openTheDoor(@TempDir Path data) {
        var clock = InstantSource.system();
        journal = PostgresJournal.open(
                DATABASE.get(), data, MasterKey.in(data), Duration.ofSeconds(10), clock, Masking.NONE);
        var operators = Operators.in(data);
        var ledger = new Ledger(DATABASE.get(), new Signatures("here", operators));
        var clients = new Clients(ledger, journal, clock);
        var changes = new ArrayList<Change>(ChangingClients.changes(clients, journal, () -> ""));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        consents = new Consents(ledger, journal, clock, changes);
        consent("operator.add", "anna", Map.of("key", OPERATOR.publicKey().toPem()));
        consent("client.add", "tester", Map.of("hash", hash(TOKEN)));
        var policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        var approvals = new Approvals(DATABASE.get(), clock);
        var gate = Gates.build(
                SNAPSHOTS,
                () -> policy,
                approvals,
                new Limits.Bounds(60_000, 32, Duration.ofSeconds(30)),
                DATABASE.get(),
                journal,
                new InFlight(),
                clock);
        publishTheTool();
        var methods = new McpMethods(
                SNAPSHOTS,
                new McpTools(new HeldCalls(gate, new Held(approvals)), Duration.ZERO, MasterKey.in(data), clock),
                new McpSkills(gate),
                clients::profile,
                "0.1.0");
        front = FrontServer.start(
                "127.0.0.1",
                0,
                request -> new Strangers(journal).turnedAway(request, Code.ORIGIN_FORBIDDEN),
                Map.of("/mcp", new McpHandler(clients, methods), OperatorsOnly.PATH, new OperatorsOnly(clients)));
    }

    @AfterAll
    static void closeTheDoor() {
        front.close();
        journal.close();
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
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path))
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
        var reply = json(post(method, params).body());
        assertEquals(code, reply.getJsonObject("error").getInt("code"));
        assertEquals(1, reply.getInt("id"));
    }

    @Test
    void a_stateless_client_brings_everything_with_each_request() throws Exception {
        var discovered = json(modern("server/discover", "", "\"x\":1").body()).getJsonObject("result");
        assertEquals("complete", discovered.getString("resultType"));
        assertEquals("private", discovered.getString("cacheScope"));
        var called = json(modern(
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
            assertEquals(code, json(response.body()).getJsonObject("error").getInt("code"));
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
        assertEquals(-32700, json(response.body()).getJsonObject("error").getInt("code"));
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
        assertEquals("CLIENT_UNKNOWN", json(response.body()).getString("code"));
    }

    @Test
    void who_knocks_again_and_again_without_a_token_is_on_record_once_a_minute() throws Exception {
        var minutes = records("authenticate");
        for (int i = 0; i < 20; i++) {
            assertEquals(401, send(request("{}", "polar_wrong-" + i)).statusCode());
            assertEquals(403, knock("evil.example"));
        }
        assertTrue(records("authenticate") <= minutes + 2, "a minute may end in between");
        assertTrue(records("authenticate") > 0);
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

    private static int records(String action) {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE action = :action")
                        .bind("action", action)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void a_removed_client_is_refused_from_then_on() throws Exception {
        var token = "polar_another-token";
        consent("client.add", "leaver", Map.of("hash", hash(token)));
        var ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        assertEquals(200, send(request(ping, token)).statusCode());
        consent("client.remove", "leaver", Map.of());
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
        var transport = HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + front.port())
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
        var input =
                json("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}");
        var definition = StrictJson.provider()
                .createObjectBuilder()
                .add("name", "echo")
                .add("description", "Says it again")
                .add("inputSchema", input)
                .build();
        var offer = new ToolOffer("echo", definition, Effect.READ, Duration.ofSeconds(10), Optional.empty());
        var tool = new Offered.Tool(TOOL, generation, offer, ContractSchema.compile(input), Optional.empty(), true);
        var facts = new PluginFacts(PLUGIN, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        var gone = new PluginId("acme.gone");
        var out = new Standing.Out(
                new PluginFacts(gone, "1.0.0", 1, "sha256:" + "1".repeat(64), Level.LOCAL, "declared"),
                new Refusal(Code.PLUGIN_REVOKED, "acme.gone was revoked: key stolen", "polar revocations list"));
        SNAPSHOTS.publish(new Snapshot(
                1, Map.of(TOOL, tool), Map.of(PLUGIN, new Standing.Live(facts, verdict, generation), gone, out)));
    }

    private static void consent(String action, String object, Map<String, String> with) {
        var plan = consents.plan(new Request(action, object, with));
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign("application/vnd.polar.consent+json", statement, OPERATOR);
        consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
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
        return URI.create("http://127.0.0.1:" + front.port() + "/mcp");
    }

    private static JsonObject result(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        return json(response.body()).getJsonObject("result");
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }
}
