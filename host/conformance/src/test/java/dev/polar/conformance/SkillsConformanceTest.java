package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.conformance.Suite.Status;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official suite's scenarios about skills (SEP-2640), on the skills of packages. */
@Timeout(300)
class SkillsConformanceTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"sep-2640-skills-enumeration", "sep-2640-skills-manifest", "sep-2640-skills-directory"})
    void skills_are_served_as_the_extension_says(String scenario) throws Exception {
        var hall = Hall.SHARED.get();
        Skills.INSTALLED.get();
        try (var proxy = new TokenProxy(hall.url(), hall.client(scenario))) {
            var checks = new TreeMap<>(Suite.server(proxy.url(), scratch.resolve("results"), "--scenario", scenario));
            Baseline.report(scenario, checks);
            checks.values().removeIf(check -> check.status().compareTo(Status.WARNING) < 0);
            assertEquals(Map.of(), checks);
        }
    }
}
