package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.Uploaded;
import dev.polar.host.admin.Asker;
import dev.polar.host.admin.Route;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A whole host with a server behind it, and an agent in front that reads, asks for prompts and types. */
@Timeout(120)
class ServedHostTest {
    private static final SigningKey ALICE = SigningKey.generate();
    private static final String AGENT = "polar_agent-of-the-shelf";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String REVIEW = "{'name':'local-lending__review','arguments':{'code':'x = 1'}}";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path home;

    private HostAssembly host;
    private OperatorDoor.Open door;

    @Test
    void what_a_server_has_beside_tools_comes_to_an_agent_as_operators_let_it() throws Exception {
        possible();
        var signed = SelfSigned.in(home.resolve("tls"), "EC");
        host = HostAssembly.start(
                Settings.read(
                        Map.of("--data", home.resolve("data").toString(), "--port", "0"),
                        Map.of(
                                "POLAR_DATABASE_URL", database.url(),
                                "POLAR_AUDIT_TIMEOUT", "20s",
                                "POLAR_ADMIN_TLS", "127.0.0.1:0",
                                "POLAR_ADMIN_CERTIFICATE",
                                        signed.certificateFile().toString(),
                                "POLAR_ADMIN_KEY", signed.keyFile().toString()),
                        home),
                () -> {});
        try {
            door = host.door().orElseThrow();
            letIn();
            read();
            hear();
            ask();
            type();
            takeBack();
        } finally {
            host.close();
        }
    }

    private void letIn() throws IOException {
        consent("operator.add", "alice", "key", ALICE.publicKey().toPem());
        consent("install", "", "upload", upload(lending()));
        var plan = plan("enable", "local.lending", "effect", "resource:*=read");
        assertTrue(body(plan).getJsonArray("tools").toString().contains("prompt:review (external)"), plan.toString());
        assertTrue(body(plan).getJsonArray("tools").toString().contains("resource:srv (read)"), plan.toString());
        commit(plan);
        var hash = Digest.of(AGENT.getBytes(StandardCharsets.UTF_8)).toString();
        consent("client.add", "claude", "hash", hash, "wait", "0s");
    }

    private void read() throws Exception {
        var listed = result("resources/list", "{}").getJsonArray("resources");
        assertTrue(listed.toString().contains("note://list"), listed.toString());
        assertEquals(1, records("%\"action\":\"list\"%client%claude%"), "it was shown words of strangers");
        result("resources/list", "{}");
        assertEquals(1, records("%\"action\":\"list\"%client%claude%"), "once is enough");
        for (var uri : List.of("note://list", "note://all/7")) {
            var contents = result("resources/read", "{'uri':'" + uri + "'}").getJsonArray("contents");
            assertEquals("read " + uri, contents.getJsonObject(0).getString("text"));
        }
        assertTrue(records("%\"action\":\"fetch\"%local.lending/resource:srv%") > 0);
        assertEquals(0, records("%\"tool\":\"%note://%"), "an address is an argument, and no name");
    }

    private void hear() throws Exception {
        assertTrue(result("initialize", "{}")
                .getJsonObject("capabilities")
                .getJsonObject("resources")
                .getBoolean("subscribe"));
        assertEquals(
                "{}", result("resources/subscribe", "{'uri':'note://list'}").toString());
        assertEquals(2, records("%\"action\":\"subscribe\"%local.lending/resource:srv%"));
        var stream = HttpRequest.newBuilder(URI.create(host.address() + "/mcp"))
                .header("Authorization", "Bearer " + AGENT)
                .header("Accept", "text/event-stream")
                .build();
        var events =
                HTTP.send(stream, HttpResponse.BodyHandlers.ofLines()).body().iterator();
        result("resources/read", "{'uri':'note://all/changed'}");
        var told = "";
        while (!told.contains("resources/updated")) {
            told = events.next();
        }
        assertTrue(told.contains("\"uri\":\"note://list\""), told);
    }

    private void ask() throws Exception {
        var asked = error("prompts/get", REVIEW);
        assertEquals("APPROVAL_REQUIRED", asked.getString("code"));
        consent("approve", asked.getJsonObject("details").getString("approval"));
        var messages = result("prompts/get", REVIEW).getJsonArray("messages");
        assertEquals(
                "look at x = 1",
                messages.getJsonObject(0).getJsonObject("content").getString("text"));
        assertEquals("APPROVAL_REQUIRED", error("prompts/get", REVIEW).getString("code"), "it was for one");
    }

    private void type() throws Exception {
        var ofTemplate = "{'ref':{'type':'ref/resource','uri':'note://all/{id}'},'argument':{'name':'id','value':'7'}}";
        assertEquals(
                "[\"7!\"]",
                result("completion/complete", ofTemplate)
                        .getJsonObject("completion")
                        .getJsonArray("values")
                        .toString());
        var ofPrompt =
                "{'ref':{'type':'ref/prompt','name':'local-lending__review'},'argument':{'name':'code','value':'7'}}";
        assertEquals("POLICY_DENIED", error("completion/complete", ofPrompt).getString("code"), "nobody is asked");
    }

    private void takeBack() throws Exception {
        consent("revoke", "local.lending/prompt:review", "kind", "tool", "reason", "says too much");
        assertEquals("PLUGIN_REVOKED", error("prompts/get", REVIEW).getString("code"));
        assertEquals(
                "[]",
                result("prompts/list", "{}").getJsonArray("prompts").stream()
                        .filter(prompt -> prompt.toString().contains("review"))
                        .toList()
                        .toString());
        result("resources/read", "{'uri':'note://list'}");
        consent("disable", "local.lending");
        assertEquals(
                "PLUGIN_DISABLED",
                error("resources/read", "{'uri':'note://list'}").getString("code"));
    }

    /** A machine without what a server needs skips this, but for the one that has to say whether it works. */
    private static void possible() {
        try (var starter = new ChildStarter()) {
            Confinement.probe(starter).missing().ifPresent(missing -> {
                if (Boolean.getBoolean("polar.ci")) {
                    fail(missing);
                }
                abort(missing);
            });
        }
    }

    private static byte[] lending() throws IOException {
        try (var script = Objects.requireNonNull(ServedHostTest.class.getResourceAsStream("/lending-server.mjs"))) {
            return Packer.pack(
                    List.of(
                            new Entry("plugin.json", bytes("""
                                    {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                                     "name": "local.lending", "version": "1.0.0", "description": "For a test", "license": "Apache-2.0",
                                     "extensions": {"dev.polar": {"format": 1, "epoch": 1}}}
                                    """)),
                            new Entry("mcp.json", bytes("""
                                    {"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                                     "mcpServers": {"srv": {"type": "stdio", "command": "node", "args": ["server.mjs"]}}}
                                    """)),
                            new Entry("server.mjs", script.readAllBytes())),
                    Instant.parse("2026-11-01T08:00:00Z"),
                    ALICE);
        }
    }

    private String upload(byte[] file) {
        var route = door.routes().stream()
                .filter(one -> one.path().equals("/v1/uploads"))
                .findFirst()
                .orElseThrow();
        return ((Uploaded) route.answering().answer(new Route.Asked(new Asker.Local("root"), "", Map.of(), file)))
                .upload();
    }

    private void consent(String action, String object, String... with) {
        commit(plan(action, object, with));
    }

    private Plan plan(String action, String object, String... with) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        return door.consents().plan(new Request(action, object, named));
    }

    private void commit(Plan plan) {
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign("application/vnd.polar.consent+json", statement, ALICE);
        door.consents().commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private static JsonObject body(Plan plan) {
        return json(new String(Base64.getDecoder().decode(plan.statement()), StandardCharsets.UTF_8))
                .getJsonObject("body");
    }

    private JsonObject result(String method, String params) throws Exception {
        var reply = post(method, params);
        return Objects.requireNonNull(reply.getJsonObject("result"), reply::toString);
    }

    /** The refusal of the host's own in an error. */
    private JsonObject error(String method, String params) throws Exception {
        var reply = post(method, params);
        return Objects.requireNonNull(reply.getJsonObject("error"), reply::toString)
                .getJsonObject("data")
                .getJsonObject("dev.polar/refusal");
    }

    private JsonObject post(String method, String params) throws Exception {
        var body = "{'jsonrpc':'2.0','id':1,'method':'" + method + "','params':" + params + "}";
        var request = HttpRequest.newBuilder(URI.create(host.address() + "/mcp"))
                .header("Authorization", "Bearer " + AGENT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return json(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private int records(String like) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE :like")
                        .bind("like", like)
                        .mapTo(Integer.class)
                        .one());
    }

    private static JsonObject json(String text) {
        return StrictJson.object(bytes(text), StrictJson.Limits.bytes(1 << 20));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
