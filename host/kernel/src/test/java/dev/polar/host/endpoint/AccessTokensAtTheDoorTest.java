package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.oauth.TestIssuer;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with access tokens at the endpoint of a host: what they are told, who comes in as whom, and who no longer does. */
@Execution(ExecutionMode.SAME_THREAD)
class AccessTokensAtTheDoorTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{}}";

    @TempDir
    static Path data;

    private static TestIssuer issuer;
    private static TestIssuer silent;
    private static TestFront front;

    @BeforeAll
    static void a_host_that_takes_tokens_of_two_issuers() throws IOException {
        issuer = new TestIssuer();
        silent = new TestIssuer();
        silent.silence();
        front = new TestFront(DATABASE.get(), data, List.of(issuer.name(), silent.name()));
        var generation = new FakeGeneration("acme.notes", call -> FakeGeneration.text("done"));
        front.tool("acme.notes", "get_note", "reads", true, generation);
        front.tool("acme.notes", "put_note", "writes", false, generation);
    }

    @AfterAll
    static void stop() {
        front.close();
        issuer.close();
        silent.close();
    }

    private static String token(String subject) {
        return issuer.token(front.url(), subject);
    }

    private static void admit(String name, String... with) {
        var terms = new HashMap<>(Map.of("issuer", issuer.name().toString()));
        for (int i = 0; i < with.length; i += 2) {
            terms.put(with[i], with[i + 1]);
        }
        front.consent("client.add", name, terms);
    }

    private static HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(front.address() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(PING));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"})
    void everybody_is_told_where_tokens_come_from(String path) throws Exception {
        var got = HTTP.send(
                HttpRequest.newBuilder(URI.create(front.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, got.statusCode());
        assertEquals(
                TestFront.json("{\"resource\":\"" + front.url() + "\",\"resource_name\":\"Polar\","
                        + "\"authorization_servers\":[\"" + issuer.name() + "\",\"" + silent.name() + "\"],"
                        + "\"bearer_methods_supported\":[\"header\"],\"scopes_supported\":[\"polar\"]}"),
                TestFront.json(got.body()));
        assertEquals(405, ask(path).statusCode());
    }

    @Test
    void whoever_has_no_token_is_told_how_to_get_one() throws Exception {
        var refused = ask("/mcp");
        assertEquals(401, refused.statusCode());
        assertEquals(
                "Bearer realm=\"polar\", resource_metadata=\"" + front.address()
                        + "/.well-known/oauth-protected-resource/mcp\", scope=\"polar\"",
                challenge(refused));
        var bad = ask("/mcp", "Authorization", "Bearer a.b.c");
        assertEquals(401, bad.statusCode());
        assertTrue(challenge(bad).contains("error=\"invalid_token\""), challenge(bad));
    }

    @Test
    void a_token_alone_opens_nothing() throws Exception {
        var before = front.records("%CLIENT_UNKNOWN%");
        var refused = ask("/mcp", "Authorization", "Bearer " + token("stranger"));
        assertEquals(403, refused.statusCode());
        assertEquals(Code.CLIENT_UNKNOWN.name(), TestFront.json(refused.body()).getString("code"));
        assertTrue(refused.body().contains("--oauth " + issuer.name() + " --subject stranger"), refused.body());
        assertTrue(refused.headers().firstValue("WWW-Authenticate").isEmpty(), "another token would not help");
        assertTrue(front.records("%CLIENT_UNKNOWN%") >= before);
    }

    @Test
    void whom_an_operator_let_in_is_a_client_like_any_until_the_moment_it_is_removed() throws Exception {
        admit("anna", "subject", "id-of-anna", "readOnly", "true");
        var token = token("id-of-anna");
        assertEquals(List.of("acme-notes__get_note"), front.tools(token));
        assertEquals("done", TestFront.said(front.call(token, "acme-notes__get_note", "{}")));
        assertEquals("PROFILE_DENIED", TestFront.said(front.call(token, "acme-notes__put_note", "{}")));
        assertTrue(front.records("%\"id\":\"anna\"%\"call\"%") + front.records("%\"call\"%\"id\":\"anna\"%") > 0);
        front.consent("client.remove", "anna", Map.of());
        assertEquals(403, ask("/mcp", "Authorization", "Bearer " + token).statusCode());
        assertEquals(0, front.records("%" + token.substring(token.length() - 40) + "%"), "no token is on record");
        assertEquals(0, front.records("%id-of-anna%"), "nor whom it is about, but as a commitment");
    }

    @Test
    void a_person_may_be_another_client_with_another_program() throws Exception {
        admit("dora", "subject", "dora", "readOnly", "true");
        admit("dora-writes", "subject", "dora", "clientId", "editor");
        assertEquals(
                1,
                front.tools(issuer.token(front.url(), "dora", "browser", "polar"))
                        .size());
        assertEquals(
                2,
                front.tools(issuer.token(front.url(), "dora", "editor", "polar"))
                        .size());
        admit("emil", "subject", "emil", "clientId", "editor");
        var other = issuer.token(front.url(), "emil", "browser", "polar");
        assertEquals(403, ask("/mcp", "Authorization", "Bearer " + other).statusCode());
    }

    @Test
    void a_token_for_less_is_sent_for_more() throws Exception {
        admit("fred", "subject", "fred");
        var narrow = ask("/mcp", "Authorization", "Bearer " + issuer.token(front.url(), "fred", "program", "mail"));
        assertEquals(403, narrow.statusCode());
        assertEquals(Code.SCOPE_MISSING.name(), TestFront.json(narrow.body()).getString("code"));
        assertTrue(challenge(narrow).contains("error=\"insufficient_scope\""), challenge(narrow));
        assertTrue(challenge(narrow).contains("scope=\"polar\""), challenge(narrow));
    }

    @Test
    void a_token_counts_in_one_header_and_nowhere_else() throws Exception {
        admit("gina", "subject", "gina");
        var token = token("gina");
        assertEquals(200, ask("/mcp", "Authorization", "Bearer " + token).statusCode());
        assertEquals(401, ask("/mcp?access_token=" + token).statusCode());
        assertEquals(401, ask("/mcp", "X-Access-Token", token).statusCode());
        assertEquals(401, ask("/mcp", "Authorization", "Basic " + token).statusCode());
        assertEquals(
                401,
                ask("/mcp", "Authorization", "Bearer " + token, "Authorization", "Bearer " + token)
                        .statusCode());
        assertEquals(
                401,
                ask("/mcp", "Authorization", "Bearer " + token, "Authorization", "Bearer other")
                        .statusCode());
        assertEquals(
                401,
                ask("/mcp", "Authorization", "Bearer " + token + ", Bearer x").statusCode());
    }

    @Test
    void nobody_comes_in_while_the_keys_cannot_be_had() throws Exception {
        front.consent("client.add", "ida", Map.of("issuer", silent.name().toString(), "subject", "ida"));
        var refused = ask("/mcp", "Authorization", "Bearer " + silent.token(front.url(), "ida"));
        assertEquals(503, refused.statusCode());
        assertEquals(
                Code.ISSUER_UNAVAILABLE.name(), TestFront.json(refused.body()).getString("code"));
        assertEquals("10", refused.headers().firstValue("Retry-After").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "client.add,    hugo, subject, hugo, REQUEST_INVALID",
        "client.add,    hugo, issuer, https://evil.example, REQUEST_INVALID",
        "client.add,    hugo, issuer, ISSUER, REQUEST_INVALID",
        "client.add,    taken-again, subject, taken, STATE_CONFLICT",
        "client.rotate, taken, hash, sha256:0000000000000000000000000000000000000000000000000000000000000000, STATE_CONFLICT",
    })
    void what_cannot_be_signed_is_refused(String action, String name, String member, String value, Code code) {
        if (front.clients.list().stream().noneMatch(client -> client.name().equals("taken"))) {
            admit("taken", "subject", "taken");
        }
        var with = new HashMap<>(
                Map.of(member, value.replace("ISSUER", issuer.name().toString())));
        if (name.equals("taken-again") || member.equals("issuer") && value.startsWith("https")) {
            with.putIfAbsent("issuer", issuer.name().toString());
            with.putIfAbsent("subject", "somebody");
        }
        var refusal = assertThrows(Refusal.class, () -> front.consent(action, name, with));
        assertEquals(code, refusal.code(), refusal.getMessage());
    }

    @Test
    void a_client_with_a_token_of_ours_is_no_less_one() throws Exception {
        front.client("plain");
        assertEquals(2, front.tools("plain").size());
        assertFalse(front.clients.list().stream()
                .filter(client -> client.name().equals("plain"))
                .findFirst()
                .orElseThrow()
                .expiresAt()
                .isEmpty());
    }

    private static String challenge(HttpResponse<String> refused) {
        return refused.headers().firstValue("WWW-Authenticate").orElseThrow();
    }
}
