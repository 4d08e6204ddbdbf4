package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.lifecycle.BareContext;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.PackageContent;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.mcp.McpRuntime;
import dev.polar.runtime.mcp.ServerWatch;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.manifest.About;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, each behind the other, over real HTTP and with the real connector in between. */
@Timeout(60)
class LoopTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String META =
            "{\"name\":\"%s\",\"arguments\":{},\"_meta\":{\"traceparent\":\"00-" + TRACE + "-b7ad6b7169203331-01\"}}";

    @RegisterExtension
    final TestDatabase east = new TestDatabase();

    @RegisterExtension
    final TestDatabase west = new TestDatabase();

    @TempDir
    Path data;

    private final ChildStarter starter = new ChildStarter();
    private final List<Generation> links = new ArrayList<>();
    private TestFront one;
    private TestFront other;

    @BeforeEach
    void startTwoHosts() throws Exception {
        one = new TestFront(east.get(), Files.createDirectory(data.resolve("east")));
        other = new TestFront(west.get(), Files.createDirectory(data.resolve("west")));
        one.client("agent");
        one.client("west", "bareNames", "true");
        other.client("east", "bareNames", "true");
        one.tool(
                "acme.end",
                "where",
                "Ends",
                true,
                new FakeGeneration(
                        "acme.end",
                        call -> FakeGeneration.text(
                                call.hops() + " " + call.trace().traceparent())));
        other.tool("local.east", "where", "Goes on", true, behind(other, one, "west"));
    }

    @AfterEach
    void stopThem() {
        links.forEach(link -> link.close(Duration.ZERO));
        one.close();
        other.close();
        starter.close();
    }

    @Test
    void a_host_behind_a_host_is_a_step_further_in_the_same_trace() throws Exception {
        other.client("agent2");
        var said = text(other.result("agent2", "tools/call", META.formatted("local-east__where")));
        assertTrue(said.matches("1 00-" + TRACE + "-(?!b7ad6b7169203331)[0-9a-f]{16}-01"), said);
        assertTrue(one.records("%" + TRACE + "%") > 0);
        assertTrue(other.records("%" + TRACE + "%") > 0);
        assertEquals(0, other.records("%" + said.split(" ")[1] + "%"), "each has a step of its own");
    }

    @Test
    void a_call_that_goes_in_a_circle_ends_after_eight_hosts_and_is_on_record() throws Exception {
        one.tool("local.west", "where", "Goes on", true, behind(one, other, "east"));
        one.without("acme.end");
        var said = text(one.result("agent", "tools/call", META.formatted("local-west__where")));
        assertTrue(said.contains("HOPS_EXCEEDED"), said);
        assertEquals(1, one.records("%HOPS_EXCEEDED%") + other.records("%HOPS_EXCEEDED%"));
        assertEquals(5, one.records("%\"stage\":\"INTENT\"%" + TRACE + "%"), "of nine calls");
        assertEquals(4, other.records("%\"stage\":\"INTENT\"%" + TRACE + "%"));
    }

    private static String text(jakarta.json.JsonObject result) {
        return result.getJsonArray("content").getJsonObject(0).getString("text");
    }

    /** The servers of a package at the one host whose server is the other. */
    private Generation behind(TestFront host, TestFront elsewhere, String token) {
        var server = new McpServer.Remote(
                "srv",
                McpServer.Transport.STREAMABLE_HTTP,
                URI.create(elsewhere.url()),
                Map.of("Authorization", "Bearer " + token));
        var plugin = new PluginId(host == one ? "local.west" : "local.east");
        var runtime = new McpRuntime(
                starter, new Confinement.Missing("not needed"), Interpreters.ofThisMachine(), ServerWatch.NONE);
        var link = runtime.load(
                new GenerationId(plugin, "1.0.0", "sha256:" + "0".repeat(64), 1),
                new Package(plugin, new McpServers(List.of(server)).toBytes()),
                new Verdict.Admitted(Level.LOCAL, Placement.CONFINED, Grant.NONE, Instant.MAX),
                Surroundings.of(new BareContext(plugin, () -> Grant.NONE), () -> data));
        links.add(link);
        return link;
    }

    private record Package(PluginId plugin, byte[] servers) implements PackageContent {
        @Override
        public Manifest manifest() {
            return Manifest.generated(plugin, Version.parse("1.0.0"), About.NOTHING);
        }

        @Override
        public SortedSet<String> entries() {
            return new TreeSet<>(List.of(McpServers.FILE));
        }

        @Override
        public byte[] entry(String name) {
            return servers;
        }

        @Override
        public Path directory() {
            return Path.of("/nonexistent");
        }
    }
}
