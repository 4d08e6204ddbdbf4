package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.conformance.Suite.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official suite's scenarios about skills (SEP-2640), on skills of packages, and on those of a server behind Polar. */
@Timeout(300)
class SkillsConformanceTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "sep-2640-skills-enumeration, local.handbook",
        "sep-2640-skills-manifest,    local.handbook",
        "sep-2640-skills-directory,   local.handbook",
        "sep-2640-skills-enumeration, local.cookbook",
        "sep-2640-skills-manifest,    local.cookbook",
        "sep-2640-skills-directory,   local.cookbook"
    })
    void skills_are_served_as_the_extension_says(String scenario, String of) throws Exception {
        var hall = Hall.SHARED.get();
        assertTrue(List.of(Skills.INSTALLED.get(), Skills.SERVED.get()).contains(of));
        var client = hall.client(scenario + "-" + of.replace('.', '-'), "--sees", of + "/*");
        try (var proxy = new TokenProxy(hall.url(), client)) {
            var checks = new TreeMap<>(Suite.server(proxy.url(), scratch.resolve("results"), "--scenario", scenario));
            Baseline.report(scenario + "-" + of, checks);
            checks.values().removeIf(check -> check.status().compareTo(Status.WARNING) < 0);
            assertEquals(Map.of(), checks);
        }
    }
}
