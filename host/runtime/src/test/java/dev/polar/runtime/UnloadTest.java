package dev.polar.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Geo;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fifty times in and out, with calls that bind records, fail, are refused and run out of time in between. */
@Timeout(120)
class UnloadTest {
    private static final int CYCLES = 50;

    @Test
    void fifty_pf4j_plugins_leave_no_loader_and_no_thread() {
        var runtime = new Pf4jRuntime(InstantSource.system());
        var reports = new ArrayList<UnloadReport>();
        for (int i = 0; i < CYCLES; i++) {
            reports.add(cycle(runtime, Probe.pf4j("acme.cycle")));
        }
        assertGone(reports);
        assertEquals(List.of(), threads("acme.cycle"));
    }

    @Test
    void fifty_bundles_leave_no_loader_and_no_thread(@TempDir Path storage) {
        try (var runtime = new OsgiRuntime(storage.resolve("felix"), InstantSource.system())) {
            var reports = new ArrayList<UnloadReport>();
            for (int i = 0; i < CYCLES; i++) {
                reports.add(cycle(runtime, Probe.osgi("acme.round")));
            }
            assertGone(reports);
            assertEquals(List.of(), threads("acme.round"));
        }
    }

    @Test
    void importers_and_their_library_come_and_go_together(@TempDir Path storage) {
        try (var runtime = new OsgiRuntime(storage.resolve("felix"), InstantSource.system())) {
            var reports = new ArrayList<UnloadReport>();
            for (int i = 0; i < CYCLES / 5; i++) {
                var library = load(runtime, Geo.library("1.2.0"));
                var user = load(runtime, Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)"));
                Probe.ask(user, "version", "{}");
                reports.add(user.close(Duration.ZERO));
                reports.add(library.close(Duration.ZERO));
            }
            assertGone(reports);
        }
    }

    private static Generation load(ModuleRuntime runtime, TestPackage plugin) {
        return runtime.load(
                plugin.id(),
                plugin,
                Probe.ADMITTED,
                new FakeHost(plugin.manifest().name()).around());
    }

    private static UnloadReport cycle(ModuleRuntime runtime, TestPackage plugin) {
        var probe = load(runtime, plugin);
        Probe.json(probe, "trip", "{\"place\":\"Bern\",\"days\":2}");
        Probe.json(probe, "ask", "{}");
        Probe.json(probe, "read", "{\"path\":\"greeting file.txt\"}");
        for (var bad : List.of("fail", "loop", "fetch")) {
            assertThrows(Refusal.class, () -> Probe.ask(probe, bad, "{}"));
        }
        assertThrows(
                Refusal.class, () -> probe.invoke(Probe.call(probe, "hang", "{}"), Probe.in(Duration.ofMillis(5))));
        return probe.close(Duration.ofSeconds(5));
    }

    /** One collection of garbage does for all of them. */
    private static void assertGone(List<UnloadReport> reports) {
        for (var report : reports) {
            assertEquals(List.of(), report.left());
            assertEquals(0, report.cancelled());
            assertTrue(report.collected(), report.toString());
        }
    }

    private static List<String> threads(String plugin) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(plugin + "-"))
                .toList();
    }
}
