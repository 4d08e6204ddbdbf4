package dev.polar.runtime.osgi;

import static dev.polar.runtime.fixture.Probe.ADMITTED;
import static dev.polar.runtime.fixture.Probe.ask;
import static dev.polar.runtime.fixture.Probe.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.runtime.Generation;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Geo;
import dev.polar.runtime.fixture.PluginJar;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.wiring.BundleWiring;

/** What bundles try: by name, by the context class loader, and by reflection on the loader they were given. */
@Timeout(60)
class FrameworkAttackTest {
    @TempDir
    Path work;

    private OsgiRuntime runtime;

    @BeforeEach
    void begin() {
        runtime = new OsgiRuntime(work.resolve("felix"), InstantSource.system());
    }

    @AfterEach
    void end() {
        runtime.close();
    }

    private Generation load(TestPackage plugin) {
        return runtime.load(
                plugin.id(), plugin, ADMITTED, new FakeHost(plugin.manifest().name()).around());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.osgi.framework.FrameworkUtil",
                "org.osgi.framework.Bundle",
                "org.apache.felix.framework.Felix",
                "org.pf4j.PluginManager",
                "dev.polar.runtime.Generation",
                "dev.polar.runtime.java.JavaGeneration",
                "dev.polar.trust.key.SigningKey",
                "jakarta.json.Json",
                "org.eclipse.yasson.JsonBindingProvider",
                "org.slf4j.LoggerFactory",
                "sun.misc.Unsafe",
                "com.sun.net.httpserver.HttpServer",
                "javax.tools.ToolProvider",
                "javax.xml.parsers.DocumentBuilderFactory",
                "acme.geo.Place"
            })
    void what_a_bundle_did_not_import_it_does_not_see(String name) {
        load(Geo.library("1.2.0"));
        var probe = load(Probe.osgi());
        assertEquals("{\"seen\":[]}", json(probe, "see", "{\"names\":[\"" + name + "\"]}"));
    }

    @Test
    void not_even_the_host_sees_its_own_classes_through_a_bundle() {
        var bundle = runtime.bundle(load(Geo.library("1.2.0")).id());
        var loader = bundle.adapt(BundleWiring.class).getClassLoader();
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass("dev.polar.runtime.Generation"));
    }

    @Test
    void nothing_comes_in_past_the_load_table_and_the_framework_is_out_of_sight() throws IOException {
        var mark = "polar.test." + System.nanoTime();
        var evil = new PluginJar()
                .source("evil.Activator", """
                        package evil;
                        public class Activator { static { System.setProperty("%s", "ran"); } }
                        """.formatted(mark))
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "evil")
                .header("Bundle-Activator", "evil.Activator")
                .build();
        var jar = Files.write(work.resolve("evil.jar"), evil);
        var thief = new PluginJar()
                .source("acme.thief.ThiefPlugin", Probe.text("ThiefPlugin.java"))
                .bundle("acme.thief")
                .build();
        load(Geo.library("1.2.0"));
        var user = load(Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)"));
        var loot = json(
                load(TestPackage.named("acme.thief", "1.0.0")
                        .osgi(thief, "acme.thief.ThiefPlugin")
                        .tools("steal")),
                "steal",
                "{\"jar\":\"" + jar + "\"}");
        assertEquals(
                "{\"context\":\"null\",\"framework\":\"null\",\"others\":\"1\",\"reference\":\"not started\","
                        + "\"start\":\"null\",\"stream\":\"not started\",\"url\":\"not installed\"}",
                loot);
        assertNull(System.getProperty(mark), "nothing of it ran");
        assertEquals(
                "1.2.0", ask(user, "version", "{}").content().getJsonObject(0).getString("text"));
    }
}
