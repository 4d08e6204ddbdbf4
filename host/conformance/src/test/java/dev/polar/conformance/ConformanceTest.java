package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.polar.conformance.Suite.Check;
import dev.polar.conformance.Suite.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official suite asks a server of ours, and asks it again with Polar in between. What it then finds wrong stands, check
 * by check and with the reason, in {@code baseline/}; nothing else may go wrong.
 */
@Timeout(300)
class ConformanceTest {
    private static final String STATELESS = "2026-07-28";

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", STATELESS})
    void what_a_server_does_right_it_does_right_behind_polar(String revision) throws Exception {
        try (var fixture = Fixture.start(scratch.resolve("fixture"))) {
            var direct = Suite.server(fixture.url(), scratch.resolve("direct"), "--requirements", revision);
            Baseline.report("direct-" + revision, direct);
            var scored = Baseline.scored(revision, "server");
            assertEquals(Map.of(), wrong(scored, direct), "without Polar");
            var through = through(revision);
            Baseline.report("through-" + revision, through);
            assertFalse(scored.isEmpty());
            assertEquals(Set.of(), without(scenarios(direct), scenarios(through)), "not asked");
            assertEquals(Map.of(), Baseline.read("server-" + revision).worse(direct, through), "with Polar");
        }
    }

    private Map<String, Check> through(String revision) throws IOException, InterruptedException {
        var plugin = "local.fixture-" + revision;
        var hall = Hall.SHARED.get();
        hall.install(Fixture.stdio(scratch.resolve(plugin), revision.equals(STATELESS)), "*=read");
        var token = hall.client("suite-" + revision, "--sees", plugin + "/*", "--bare-names");
        try (var proxy = new TokenProxy(hall.url(), token)) {
            return Suite.server(proxy.url(), scratch.resolve("through"), "--requirements", revision);
        }
    }

    private static Map<String, Check> wrong(Set<String> scored, Map<String, Check> checks) {
        var wrong = new TreeMap<>(checks);
        wrong.entrySet()
                .removeIf(entry -> !scored.contains(scenario(entry.getKey()))
                        || entry.getValue().status().compareTo(Status.WARNING) < 0);
        return wrong;
    }

    private static Set<String> scenarios(Map<String, Check> checks) {
        return checks.keySet().stream().map(ConformanceTest::scenario).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String scenario(String check) {
        return check.substring(0, check.indexOf('/'));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
