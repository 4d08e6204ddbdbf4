package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.OperatorToken;
import dev.polar.adminapi.Request;
import dev.polar.host.admin.Asker;
import dev.polar.host.admin.Route;
import dev.polar.host.consent.OperatorRole;
import dev.polar.host.store.TestDatabase;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.bundle.BundleVerdict;
import dev.polar.trust.audit.bundle.BundleVerifier;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A whole host with a door for operators from afar; every line of its table is tried as everybody. */
@Execution(ExecutionMode.SAME_THREAD)
class OperatorDoorTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SigningKey ALICE = SigningKey.generate();
    private static final Map<OperatorRole, SigningKey> KEYS = new EnumMap<>(OperatorRole.class);
    private static final Map<OperatorRole, OperatorToken> TOKENS = new EnumMap<>(OperatorRole.class);
    private static final String AGENT = "polar_agent-token";

    @TempDir
    static Path home;

    private static HostAssembly host;
    private static OperatorDoor.Open door;
    private static List<Route> routes;
    private static Afar afar;

    @BeforeAll
    static void one_operator_of_each_role() throws Exception {
        var signed = SelfSigned.in(home.resolve("tls"), "EC");
        var settings = Settings.read(
                Map.of("--data", home.resolve("data").toString(), "--port", "0"),
                Map.of(
                        "POLAR_DATABASE_URL", DATABASE.url(),
                        "POLAR_ADMIN_TLS", "127.0.0.1:0",
                        "POLAR_ADMIN_CERTIFICATE", signed.certificateFile().toString(),
                        "POLAR_ADMIN_KEY", signed.keyFile().toString()),
                home);
        host = HostAssembly.start(settings, () -> {});
        door = host.door().orElseThrow();
        routes = door.routes();
        consent(ALICE, "operator.add", "alice", "key", ALICE.publicKey().toPem());
        for (var role : OperatorRole.values()) {
            var key = SigningKey.generate();
            var token = OperatorToken.fresh();
            var name = "an-" + role.label();
            consent(ALICE, "operator.add", name, "key", key.publicKey().toPem(), "role", role.label());
            consent(ALICE, "operator.token", name, "hash", token.hash());
            KEYS.put(role, key);
            TOKENS.put(role, token);
        }
        var agent = Digest.of(AGENT.getBytes(StandardCharsets.UTF_8)).toString();
        consent(ALICE, "client.add", "claude", "hash", agent);
        afar = new Afar(address(), signed.certificate());
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static String address() {
        var checks = (List<?>) answering("GET", "/v1/doctor").answering().answer(asked(""));
        return checks.stream()
                .map(Object::toString)
                .filter(check -> check.contains("operators from afar"))
                .map(check -> check.replaceFirst("(?s).*(https://127.0.0.1:\\d+),.*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void every_route_lets_in_the_roles_of_its_line_and_nobody_else() throws Exception {
        var wrong = new ArrayList<String>();
        for (var route : routes) {
            for (var role : OperatorRole.values()) {
                var answer = afar.ask(line(route), bearer(TOKENS.get(role).text()), harmless(route, role));
                boolean refused = answer.status() == 403 && answer.code().equals("OPERATOR_REQUIRED");
                if (answer.status() == 401
                        || answer.status() >= 500
                        || refused == route.roles().contains(role)) {
                    wrong.add(line(route) + " as " + role + ": " + answer);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void no_route_lets_in_whoever_shows_no_token_of_an_operators() throws Exception {
        var wrong = new ArrayList<String>();
        for (var route : routes) {
            for (var token :
                    List.of("", "polarop_wrong", AGENT, OperatorToken.fresh().text())) {
                var answer = afar.ask(line(route), token.isEmpty() ? "" : bearer(token), "{}");
                if (answer.status() != 401 || !answer.code().equals("TOKEN_UNKNOWN")) {
                    wrong.add(line(route) + " with '" + token + "': " + answer);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertEquals(401, afar.ask("GET /v1/nowhere", "", "").status(), "not even what there is");
    }

    /** What each line that changes something is tried with. */
    private static Map<String, String> changes() throws IOException {
        var changes = new TreeMap<String, String>();
        changes.put("/v1/audit/export", json("directory", home.resolve("export").toString(), "format", "jsonl"));
        changes.put("/v1/audit/archives", "");
        changes.put("/v1/audit/copy", json("directory", "", "format", "jsonl"));
        changes.put("/v1/audit/bundle", json("file", home.resolve("bundle.zip").toString()));
        changes.put("/v1/audit/bundle/copy", json("trace", "none"));
        changes.put("/v1/policy/replay", json("yaml", "rules: []", "since", "1h"));
        changes.put("/v1/backup", json("file", home.resolve("a.backup").toString()));
        changes.put("/v1/uploads", "no package");
        changes.put("/v1/plans", "{\"action\":\"enable\",\"object\":\"acme.none\",\"with\":{}}");
        changes.put(
                "/v1/consents",
                json("envelope", signed(ALICE, "policy.add", "", "effect", "deny", "target", "acme.x/y")));
        changes.put("/v1/calls", json("tool", "acme.none/x", "arguments", "{}"));
        changes.put("/v1/policy/replay", json("yaml", "rules: []", "since", "1h"));
        changes.put("/v1/weblinks", "");
        changes.put("/v1/weblinks/guest", "");
        changes.put("/v1/down", "");
        return changes;
    }

    @Test
    void every_change_leaves_a_record_that_its_line_names_and_no_reading_leaves_any() throws IOException {
        var changes = changes();
        assertEquals(
                changes.keySet(),
                routes.stream()
                        .filter(route -> !route.records().isEmpty())
                        .map(Route::path)
                        .collect(Collectors.toCollection(TreeSet::new)));
        for (var route : routes) {
            long before = lastRecord();
            attempt(route, changes.getOrDefault(route.path(), ""));
            var named =
                    route.records().stream().map(category -> category.text()).toList();
            var left = recordsSince(before);
            // Without a web channel there is no link; WebChannelTest looks at its record.
            if (!route.path().startsWith("/v1/weblinks")) {
                assertEquals(route.records().isEmpty(), left.isEmpty(), () -> line(route) + " left " + left);
            }
            assertTrue(named.containsAll(left), () -> line(route) + " left " + left);
        }
    }

    @Test
    void every_action_leaves_a_record_that_the_line_of_consents_names() {
        var named = answering("POST", "/v1/consents").records();
        door.consents()
                .categories()
                .forEach((action, category) -> assertTrue(named.contains(category), () -> action + " " + category));
    }

    @Test
    void no_action_is_open_to_another_role_than_an_operators_but_these() {
        var actions = door.consents().categories().keySet();
        assertTrue(actions.containsAll(List.of("approve", "deny", "install", "revoke", "operator.token")));
        for (var action : actions) {
            assertTrue(OperatorRole.OPERATOR.consents(action));
            assertFalse(OperatorRole.AUDITOR.consents(action), action);
            assertFalse(OperatorRole.AUTHOR.consents(action), action);
            assertEquals(
                    List.of("approve", "deny", "approval.revoke").contains(action),
                    OperatorRole.APPROVER.consents(action),
                    action);
        }
    }

    @Test
    void an_operators_token_is_no_agents() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(host.address() + "/mcp"))
                .header(
                        "Authorization",
                        "Bearer " + TOKENS.get(OperatorRole.OPERATOR).text())
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertEquals(
                    401,
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void a_token_is_no_consent_and_its_holder_brings_only_what_they_signed() throws Exception {
        var enable = json("envelope", signed(ALICE, "policy.add", "", "effect", "deny", "target", "acme.z/y"));
        var others = afar.ask(
                "POST /v1/consents", bearer(TOKENS.get(OperatorRole.OPERATOR).text()), enable);
        assertEquals("OPERATOR_REQUIRED", others.code());
        var approver = KEYS.get(OperatorRole.APPROVER);
        var beyond = json("envelope", signed(approver, "policy.add", "", "effect", "deny", "target", "acme.z/y"));
        var refused = afar.ask(
                "POST /v1/consents", bearer(TOKENS.get(OperatorRole.APPROVER).text()), beyond);
        assertEquals("OPERATOR_REQUIRED", refused.code());
        var own = json(
                "envelope",
                signed(KEYS.get(OperatorRole.OPERATOR), "policy.add", "", "effect", "deny", "target", "acme.z/y"));
        var done = afar.ask(
                "POST /v1/consents", bearer(TOKENS.get(OperatorRole.OPERATOR).text()), own);
        assertEquals(200, done.status(), done.toString());
    }

    @Test
    void an_author_is_told_what_an_install_would_mean_and_no_more() throws Exception {
        var author = bearer(TOKENS.get(OperatorRole.AUTHOR).text());
        var install = afar.ask(
                "POST /v1/plans",
                author,
                "{\"action\":\"install\",\"object\":\"\",\"with\":{\"upload\":\"sha256:0\"}}");
        assertEquals("PLAN_UNKNOWN", install.code());
        var revoke = afar.ask("POST /v1/plans", author, "{\"action\":\"revoke\",\"object\":\"acme.x\",\"with\":{}}");
        assertEquals("OPERATOR_REQUIRED", revoke.code());
    }

    @Test
    void who_shows_too_many_wrong_tokens_waits_and_others_do_not() throws Exception {
        var source = afar.freshSource();
        var good = bearer(TOKENS.get(OperatorRole.AUDITOR).text());
        long limited = 0;
        for (int i = 0; i < 40; i++) { // a minute may end in between
            var answer = afar.ask(source, "TLSv1.3", "GET /v1/status", bearer("polarop_" + i), "");
            limited += answer.code().equals("RATE_LIMITED") && answer.status() == 429 ? 1 : 0;
        }
        assertTrue(limited >= 20, () -> "a minute lets ten in");
        assertEquals(200, afar.ask("GET /v1/status", good, "").status());
    }

    @Test
    void what_is_refused_at_the_door_is_on_record() throws Exception {
        long before = lastRecord();
        afar.ask("GET /v1/audit", bearer(AGENT), "");
        afar.ask("POST /v1/calls", bearer(TOKENS.get(OperatorRole.AUTHOR).text()), "{}");
        var texts = texts(before);
        assertTrue(texts.contains("\"action\":\"operator.authenticate\""), texts);
        assertTrue(texts.contains("\"reason\":\"TOKEN_UNKNOWN\""), texts);
        assertTrue(texts.contains("claude"), texts);
    }

    @Test
    void web_pages_and_older_tls_stay_outside() throws Exception {
        var good = bearer(TOKENS.get(OperatorRole.AUDITOR).text());
        var page = afar.ask("GET /v1/status", good + "Origin: https://example.org\r\n", "");
        assertEquals("ORIGIN_FORBIDDEN", page.code());
        assertThrows(IOException.class, () -> afar.ask(afar.freshSource(), "TLSv1.2", "GET /v1/status", good, ""));
    }

    @Test
    void an_auditor_takes_an_export_along() throws Exception {
        var answer = afar.ask(
                "POST /v1/audit/copy",
                bearer(TOKENS.get(OperatorRole.AUDITOR).text()),
                json("directory", "", "format", "jsonl"));
        var names = answer.body().asJsonObject().getJsonArray("files").getValuesAs(JsonObject.class).stream()
                .map(file -> file.getString("name"))
                .toList();
        assertEquals(List.of("checkpoint", "log.vkey", "manifest.json", "records.jsonl"), names);
    }

    @Test
    void an_auditor_takes_a_bundle_along_with_what_was_in_force_and_nothing_about_people() throws Exception {
        var auditor = bearer(TOKENS.get(OperatorRole.AUDITOR).text());
        var answer =
                afar.ask("POST /v1/audit/bundle/copy", auditor, "{}").body().asJsonObject();
        var file = home.resolve("taken.zip");
        Files.write(file, Base64.getDecoder().decode(answer.getString("base64")));
        var keys = afar.ask("GET /v1/keys", auditor, "").body().asJsonObject();
        var verdict = BundleVerifier.verify(file, Optional.of(NoteKey.parse(keys.getString("log"))));
        assertInstanceOf(BundleVerdict.Proven.class, verdict, verdict.line());
        try (var zip = new ZipFile(file.toFile());
                var in = zip.getInputStream(zip.getEntry("trust/statements.jsonl"))) {
            var actions = new TreeSet<String>();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                var payload =
                        StrictJson.object(line.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
                var statement = Base64.getDecoder().decode(payload.getString("payload"));
                actions.add(StrictJson.object(statement, StrictJson.Limits.bytes(1 << 20))
                        .getString("action"));
            }
            assertTrue(actions.contains("operator.add"), actions.toString());
            assertFalse(actions.contains("client.add") || actions.contains("operator.token"), actions.toString());
            assertTrue(zip.getEntry("trust/operators.json") != null);
        }
    }

    private static void attempt(Route route, String body) {
        try {
            route.answering()
                    .answer(new Route.Asked(
                            new Asker.Local("root"), "x", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        } catch (RuntimeException refused) {
            // what is refused is on record too, or was no change
        }
    }

    /** Of what a role may ask, something that changes nothing the other tests look at. */
    private static String harmless(Route route, OperatorRole role) {
        return switch (route.path()) {
            case "/v1/plans" ->
                role == OperatorRole.AUTHOR
                        ? "{\"action\":\"install\",\"object\":\"\",\"with\":{\"upload\":\"sha256:0\"}}"
                        : "{\"action\":\"deny\",\"object\":\"ap-none\",\"with\":{}}";
            case "/v1/consents" -> json("envelope", "none");
            case "/v1/calls" -> json("tool", "acme.none/x", "arguments", "{}");
            case "/v1/policy/replay" -> json("yaml", "rules: []", "since", "1h");
            case "/v1/policy/test" -> json("yaml", "rules: []", "cases", "cases: []");
            case "/v1/policy/explain" -> json("tool", "acme.none/x", "caller", "", "arguments", "{}", "session", "");
            case "/v1/audit/copy" -> json("directory", "", "format", "jsonl");
            default -> "{}";
        };
    }

    private static Route answering(String method, String path) {
        return routes.stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static Route.Asked asked(String body) {
        return new Route.Asked(new Asker.Local("root"), "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Route route) {
        return route.method() + " " + route.path().replace("*", "x");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static String json(String... members) {
        var object = StrictJson.provider().createObjectBuilder();
        for (int i = 0; i < members.length; i += 2) {
            object.add(members[i], members[i + 1]);
        }
        return object.build().toString();
    }

    private static void consent(SigningKey key, String action, String object, String... with) {
        door.consents().commit(new Consent(signed(key, action, object, with), Map.of()));
    }

    private static String signed(SigningKey key, String action, String object, String... with) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        var plan = door.consents().plan(new Request(action, object, named));
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign("application/vnd.polar.consent+json", statement, key);
        return new String(envelope.bytes(), StandardCharsets.UTF_8);
    }

    private static long lastRecord() {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT max(seq) FROM audit_record")
                        .mapTo(Long.class)
                        .one());
    }

    private static List<String> records(long since) {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT convert_from(body, 'UTF8') FROM audit_record WHERE seq > :since")
                        .bind("since", since)
                        .mapTo(String.class)
                        .list());
    }

    /** The categories of what was written since; the log's own heartbeat is nobody's doing. */
    private static List<String> recordsSince(long seq) {
        return records(seq).stream()
                .map(text -> StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20)))
                .filter(record -> !text(record, "action").contains("heartbeat"))
                .map(record -> text(record, "category"))
                .distinct()
                .toList();
    }

    private static String text(JsonObject record, String name) {
        return record.get(name) instanceof JsonString text ? text.getString() : "";
    }

    private static String texts(long since) {
        return String.join("\n", records(since));
    }
}
