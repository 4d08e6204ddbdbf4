package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polar.adminapi.LimitRow;
import dev.polar.adminapi.PluginDetail;
import dev.polar.host.audit.RecordContents;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A package with two servers that end when they are told to, on a whole host. */
@Timeout(120)
class ReturningServersTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path home;

    private WholeHost host;
    private Agent agent;
    private int agents;

    @BeforeEach
    void a_host() {
        possible();
        host = new WholeHost(database, home, Map.of());
        agent = host.letIn("claude");
        host.consent("policy.add", "", "effect", "allow", "target", "local.*/*");
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void one_of_several_that_ended_too_often_returns_alone_when_an_operator_resumes_it() {
        host.install(files(""));
        host.consent("enable", "local.two");
        var all = List.of("weak__backwards", "weak__die", "well__backwards", "well__die");
        assertEquals(all, agent.tools("local-two"));
        var said = agent.call("local-two__weak__die");
        while (!said.contains("ended too often")) {
            assertTrue(said.contains("PLUGIN_CRASHED") || said.contains("CIRCUIT_OPEN"), said);
            LockSupport.parkNanos(300_000_000); // it is started at once, after a second, after five
            said = agent.call("local-two__weak__die");
        }
        WholeHost.await(() -> agent.tools("local-two").equals(List.of("well__backwards", "well__die")));
        assertEquals(
                List.of("starts local.two/weak held"),
                limits().filter(row -> row.startsWith("starts")).toList());
        var refused = agent.call("local-two__weak__backwards");
        assertTrue(refused.contains("polar resume plugin local.two/weak"), refused);

        host.consent("resume", "local.two/weak", "kind", "plugin", "reason", "it was mended");
        WholeHost.await(() -> agent.tools("local-two").equals(all));
        assertEquals("gnihton", agent.call("local-two__weak__backwards"));
        assertEquals(List.of(), limits().filter(row -> row.startsWith("starts")).toList());
        assertEquals(1, host.records("%\"action\":\"resume\"%alice%"));
        assertEquals(List.of(), RecordContents.wrong(database.get()));
    }

    @Test
    void a_server_keeps_the_secret_that_it_was_started_with_until_it_starts_again() {
        host.install(files("{\"permission\": \"secret.env(token)\", \"reason\": \"for a test\"}"));
        secret("old-enough");
        host.consent("enable", "local.two");
        assertEquals("hguone-dlo", call("well__backwards"));
        secret("much-newer");
        assertEquals("hguone-dlo", call("well__backwards"), "a process keeps its environment");
        assertTrue(call("well__die").contains("PLUGIN_CRASHED"));
        assertEquals("rewen-hcum", call("well__backwards"), "and its tools are those of the pin");
        host.consent("disable", "local.two");
        host.consent("enable", "local.two");
        assertEquals("rewen-hcum", call("weak__backwards"));
        var servers = ((PluginDetail) host.ask("GET", "/v1/plugins/*", "local.two", Map.of())).servers();
        assertFalse(servers.toString().contains("much-newer"), servers::toString);
        assertEquals(List.of(), host.waiting(), "nothing of it is another thing than was approved");
    }

    /** By somebody new, since who has read a stranger's words may not go on with what knows a secret. */
    private String call(String tool) {
        return host.letIn("agent-" + ++agents).call("local-two__" + tool);
    }

    private Stream<String> limits() {
        return ((List<?>) host.ask("GET", "/v1/limits", "", Map.of("all", "true")))
                .stream().map(LimitRow.class::cast).map(row -> row.kind() + " " + row.who() + " " + row.state());
    }

    private void secret(String value) {
        host.consentWith(
                Map.of("value", value),
                host.plan("secret.set", "token", "plugin", "local.two", "for", "api.example", "in", "env"));
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

    private static Map<String, String> files(String permission) {
        return Map.of("plugin.json", """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                 "name": "local.two", "version": "1.0.0", "description": "For a test", "license": "Apache-2.0",
                 "extensions": {"dev.polar": {"format": 1, "epoch": 1,
                   "permissions": [%s]}}}
                """.formatted(permission), "mcp.json", """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
                 "mcpServers": {"weak": {"type": "stdio", "command": "node", "args": ["server.mjs"]},
                                "well": {"type": "stdio", "command": "node", "args": ["server.mjs"]}}}
                """, "server.mjs", """
                import { createInterface } from 'node:readline';
                const say = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
                const tools = ['backwards', 'die'].map((name) => ({ name, inputSchema: { type: 'object' } }));
                const backwards = () => [...(process.env.TOKEN ?? 'nothing')].reverse().join('');
                createInterface({ input: process.stdin }).on('line', (line) => {
                  const { id, method, params } = JSON.parse(line);
                  if (method === 'initialize') {
                    say(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: process.env.TOKEN ?? 'nobody', version: '1' } });
                  } else if (method === 'tools/list') say(id, { tools });
                  else if (method !== 'tools/call') return;
                  else if (params.name === 'die') process.exit(1);
                  else say(id, { content: [{ type: 'text', text: backwards() }] });
                });
                """);
    }
}
