package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.trust.container.Entry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A whole host with a server behind it, and an agent in front that reads, asks for prompts and types. */
@Timeout(120)
class ServedHostTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String REVIEW = "{'name':'local-lending__review','arguments':{'code':'x = 1'}}";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path home;

    private WholeHost host;
    private Agent agent;

    @Test
    void what_a_server_has_beside_tools_comes_to_an_agent_as_operators_let_it() throws Exception {
        Needs.cages();
        var signed = SelfSigned.in(home.resolve("tls"), "EC");
        var environment = Map.of(
                "POLAR_AUDIT_TIMEOUT",
                "20s",
                "POLAR_ADMIN_TLS",
                "127.0.0.1:0",
                "POLAR_ADMIN_CERTIFICATE",
                signed.certificateFile().toString(),
                "POLAR_ADMIN_KEY",
                signed.keyFile().toString());
        try (var whole = new WholeHost(database, home, environment)) {
            host = whole;
            letIn();
            read();
            hear();
            ask();
            type();
            takeBack();
        }
    }

    private void letIn() throws IOException {
        host.install(lending());
        var plan = host.plan("enable", "local.lending", "effect", "resource:*=read");
        assertTrue(
                WholeHost.body(plan).getJsonArray("tools").toString().contains("prompt:review (external)"),
                plan.toString());
        assertTrue(
                WholeHost.body(plan).getJsonArray("tools").toString().contains("resource:srv (read)"), plan.toString());
        host.commit(plan);
        agent = host.letIn("claude", "wait", "0s");
    }

    private void read() throws Exception {
        var listed = agent.result("resources/list", "{}").getJsonArray("resources");
        assertTrue(listed.toString().contains("note://list"), listed.toString());
        assertEquals(1, host.records("%\"action\":\"list\"%client%claude%"), "it was shown words of strangers");
        agent.result("resources/list", "{}");
        assertEquals(1, host.records("%\"action\":\"list\"%client%claude%"), "once is enough");
        for (var uri : List.of("note://list", "note://all/7")) {
            var contents =
                    agent.result("resources/read", "{'uri':'" + uri + "'}").getJsonArray("contents");
            assertEquals("read " + uri, contents.getJsonObject(0).getString("text"));
        }
        assertTrue(host.records("%\"action\":\"fetch\"%local.lending/resource:srv%") > 0);
        assertEquals(0, host.records("%\"tool\":\"%note://%"), "an address is an argument, and no name");
    }

    private void hear() throws Exception {
        assertTrue(agent.result("initialize", "{}")
                .getJsonObject("capabilities")
                .getJsonObject("resources")
                .getBoolean("subscribe"));
        assertEquals(
                "{}",
                agent.result("resources/subscribe", "{'uri':'note://list'}").toString());
        assertEquals(2, host.records("%\"action\":\"subscribe\"%local.lending/resource:srv%"));
        var stream = HttpRequest.newBuilder(URI.create(host.address() + "/mcp"))
                .header("Authorization", "Bearer " + agent.token())
                .header("Accept", "text/event-stream")
                .build();
        var events =
                HTTP.send(stream, HttpResponse.BodyHandlers.ofLines()).body().iterator();
        agent.result("resources/read", "{'uri':'note://all/changed'}");
        var told = "";
        while (!told.contains("resources/updated")) {
            told = events.next();
        }
        assertTrue(told.contains("\"uri\":\"note://list\""), told);
    }

    private void ask() throws Exception {
        var asked = agent.refused("prompts/get", REVIEW);
        assertEquals("APPROVAL_REQUIRED", asked.getString("code"));
        host.consent("approve", asked.getJsonObject("details").getString("approval"));
        var messages = agent.result("prompts/get", REVIEW).getJsonArray("messages");
        assertEquals(
                "look at x = 1",
                messages.getJsonObject(0).getJsonObject("content").getString("text"));
        assertEquals("APPROVAL_REQUIRED", agent.refused("prompts/get", REVIEW).getString("code"), "it was for one");
    }

    private void type() throws Exception {
        var ofTemplate = "{'ref':{'type':'ref/resource','uri':'note://all/{id}'},'argument':{'name':'id','value':'7'}}";
        assertEquals(
                "[\"7!\"]",
                agent.result("completion/complete", ofTemplate)
                        .getJsonObject("completion")
                        .getJsonArray("values")
                        .toString());
        var ofPrompt =
                "{'ref':{'type':'ref/prompt','name':'local-lending__review'},'argument':{'name':'code','value':'7'}}";
        assertEquals(
                "POLICY_DENIED", agent.refused("completion/complete", ofPrompt).getString("code"), "nobody is asked");
    }

    private void takeBack() throws Exception {
        host.consent("revoke", "local.lending/prompt:review", "kind", "tool", "reason", "says too much");
        assertEquals("PLUGIN_REVOKED", agent.refused("prompts/get", REVIEW).getString("code"));
        assertEquals(
                "[]",
                agent.result("prompts/list", "{}").getJsonArray("prompts").stream()
                        .filter(prompt -> prompt.toString().contains("review"))
                        .toList()
                        .toString());
        agent.result("resources/read", "{'uri':'note://list'}");
        host.consent("disable", "local.lending");
        assertEquals(
                "PLUGIN_DISABLED",
                agent.refused("resources/read", "{'uri':'note://list'}").getString("code"));
    }

    private static List<Entry> lending() throws IOException {
        try (var script = Objects.requireNonNull(ServedHostTest.class.getResourceAsStream("/lending-server.mjs"))) {
            return List.of(
                    new Entry("plugin.json", bytes("""
                                    {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                                     "name": "local.lending", "version": "1.0.0", "description": "For a test", "license": "Apache-2.0",
                                     "extensions": {"dev.polar": {"format": 1, "epoch": 1}}}
                                    """)),
                    new Entry("mcp.json", bytes("""
                                    {"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                                     "mcpServers": {"srv": {"type": "stdio", "command": "node", "args": ["server.mjs"]}}}
                                    """)),
                    new Entry("server.mjs", script.readAllBytes()));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
