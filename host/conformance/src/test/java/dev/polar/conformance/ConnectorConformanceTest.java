package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.polar.conformance.Suite.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official suite's scenarios for clients, with Polar's connector as the client; without those about OAuth. */
@Timeout(300)
class ConnectorConformanceTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void polar_behaves_towards_servers(String revision) throws Exception {
        var hall = Hall.SHARED.get();
        var script = Program.script(Files.createDirectories(scratch), "clients/connector.mjs");
        try (var agent = new Agent(hall.url(), hall.client("connector-" + revision));
                var connector = new Connector(hall, agent, scratch)) {
            var checks = Suite.client(
                    NpmPackages.node() + " " + script + " " + connector.url(),
                    scratch.resolve("results"),
                    Map.of(),
                    "--requirements",
                    revision);
            Baseline.report("connector-" + revision, checks);
            var ours = new TreeMap<String, Check>(checks);
            ours.keySet().removeIf(key -> key.startsWith("auth/"));
            assertFalse(ours.isEmpty());
            assertEquals(Map.of(), Baseline.read("connector-" + revision).worse(ours));
        }
    }
}
