package dev.polar.runtime.osgi;

import static dev.polar.runtime.fixture.Probe.ADMITTED;
import static dev.polar.runtime.fixture.Probe.ask;
import static dev.polar.runtime.fixture.Probe.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Geo;
import dev.polar.runtime.fixture.PluginJar;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

@Timeout(60)
class OsgiRuntimeTest {
    @TempDir
    Path storage;

    private OsgiRuntime runtime;

    @BeforeEach
    void begin() {
        runtime = new OsgiRuntime(storage.resolve("felix"), InstantSource.system());
    }

    @AfterEach
    void end() {
        runtime.close();
    }

    private Generation load(TestPackage plugin) {
        return runtime.load(
                plugin.id(), plugin, ADMITTED, new FakeHost(plugin.manifest().name()).around());
    }

    private Refusal refusal(TestPackage plugin) {
        return assertThrows(Refusal.class, () -> load(plugin));
    }

    private static String text(Generation generation) {
        return ask(generation, "version", "{}").content().getJsonObject(0).getString("text");
    }

    @Test
    void a_bundle_answers_calls_and_reads_its_own_resources() {
        var probe = load(Probe.osgi());
        assertEquals("{\"days\":2,\"place\":\"Bern\"}", json(probe, "trip", "{\"place\":\"Bern\",\"days\":2}"));
        assertEquals(Enforcement.DECLARED, probe.enforcement());
        assertTrue(json(probe, "where", "{}").contains("\"ownLoader\":true"));
        assertEquals(
                "{\"services\":[\"First\",\"Second\"],\"stream\":\"good morning\",\"url\":\"good morning\"}",
                json(probe, "read", "{\"path\":\"greeting file.txt\"}"));
        assertTrue(probe.close(Duration.ofSeconds(1)).collected());
    }

    @Test
    void two_versions_of_a_library_serve_two_importers_side_by_side() {
        var old = load(Geo.library("1.2.0"));
        var young = load(Geo.library("2.1.0"));
        var first = load(Geo.user("acme.first", "[1.0,2)", "[1.0,2.0)"));
        var second = load(Geo.user("acme.second", "[2.0,3)", "[2.0,3.0)"));
        assertEquals("1.2.0", text(first));
        assertEquals("2.1.0", text(second));
        assertEquals(List.of("acme.geo 1.2.0"), wiredTo(first));
        assertEquals(List.of("acme.geo 2.1.0"), wiredTo(second));
        assertTrue(old.tools().isEmpty() && young.tools().isEmpty());
        for (var generation : List.of(first, second, old, young)) {
            assertTrue(generation.close(Duration.ZERO).collected());
        }
    }

    @Test
    void while_a_library_is_replaced_each_generation_of_an_importer_is_wired_to_the_one_it_was_loaded_for() {
        var old = load(Geo.library("1.2.0"));
        var user = Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)");
        var before = loadOn(user, 1, old);
        var young = load(Geo.library("1.3.0"));
        var after = loadOn(user, 2, young);
        var late = loadOn(user, 3, old);
        assertEquals(List.of("1.2.0", "1.3.0", "1.2.0"), List.of(text(before), text(after), text(late)));
        for (var generation : List.of(before, late, old)) {
            assertTrue(generation.close(Duration.ZERO).collected());
        }
        assertEquals("1.3.0", text(after));
    }

    private Generation loadOn(TestPackage plugin, long ordinal, Generation... required) {
        var id = new GenerationId(
                plugin.id().plugin(), plugin.id().version(), plugin.id().digest(), ordinal);
        return runtime.load(
                id,
                plugin,
                ADMITTED,
                new FakeHost(plugin.manifest().name()).around(),
                Arrays.stream(required).map(Generation::id).toList());
    }

    /** Who exports the packages that the plugin's bundle imports, the framework aside. */
    private List<String> wiredTo(Generation generation) {
        return runtime
                .bundle(generation.id())
                .adapt(BundleWiring.class)
                .getRequiredWires(BundleRevision.PACKAGE_NAMESPACE)
                .stream()
                .map(wire -> wire.getProviderWiring().getBundle())
                .filter(bundle -> bundle.getBundleId() != 0)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'[1.0,2)', '[1.0,2.0)', ''",
        "'[1.0,3)', '[1.0,2.0)', ''",
        "'[2.0,3)', '[1.0,2.0)', 'the bundle needs package acme.geo [2.0.0,3.0.0)'",
        "'[1.0,2)', '[2.0,3.0)', 'the bundle needs package acme.geo [1.0.0,2.0.0)'"
    })
    void a_wire_needs_both_the_import_and_the_manifest_to_allow_it(String imported, String required, String expected) {
        load(Geo.library("1.2.0"));
        var user = Geo.user("acme.user", imported, required);
        if (expected.isEmpty()) {
            assertEquals("1.2.0", text(load(user)));
            return;
        }
        var refusal = refusal(user);
        assertEquals(Code.REQUIREMENT_MISSING, refusal.code());
        assertTrue(refusal.getMessage().startsWith(expected), refusal.getMessage());
    }

    @Test
    void a_package_of_a_plugin_that_is_not_required_is_not_there_to_import() {
        load(Geo.library("1.2.0"));
        assertEquals(
                Code.CODE_FORBIDDEN, refusal(Geo.user("acme.user", "[1.0,2)")).code());
        assertEquals(
                Code.REQUIREMENT_MISSING,
                refusal(Geo.user("acme.user", "[1.0,2)").requires("acme.other", "[1.0,2.0)"))
                        .code());
    }

    @Test
    void a_refused_bundle_leaves_nothing_behind() {
        var user = Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)");
        assertEquals(Code.REQUIREMENT_MISSING, refusal(user).code());
        load(Geo.library("1.2.0"));
        assertEquals("1.2.0", text(load(user)));
    }

    @Test
    void one_package_may_be_there_twice_and_one_generation_once() {
        var library = Geo.library("1.2.0");
        var first = loadOn(library, 1);
        var second = loadOn(library, 2);
        assertEquals(
                Code.STATE_CONFLICT,
                assertThrows(Refusal.class, () -> loadOn(library, 2)).code());
        assertTrue(first.close(Duration.ZERO).collected());
        assertTrue(second.close(Duration.ZERO).collected());
    }

    @Test
    void a_library_that_is_closed_first_says_who_still_uses_it_and_goes_with_the_last_of_them() {
        var library = load(Geo.library("1.2.0"));
        var user = load(Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)"));
        var report = library.close(Duration.ZERO);
        assertFalse(report.collected());
        assertEquals(
                List.of("polar:acme.user@" + user.id().digest() + "#"
                        + user.id().ordinal() + " is wired to it"),
                report.left());
        assertEquals("1.2.0", text(user));
        var again = load(Geo.library("1.2.0"));
        var next = load(Geo.user("acme.next", "[1.0,2)", "[1.0,2.0)"));
        assertEquals("1.2.0", text(next));
        assertTrue(user.close(Duration.ZERO).collected());
        assertTrue(runtime.pending().isEmpty(), "and nobody new was wired to what was going");
        assertEquals("1.2.0", text(next));
        assertTrue(next.close(Duration.ZERO).collected());
        assertTrue(again.close(Duration.ZERO).collected());
    }

    @Test
    void what_another_plugin_exports_nobody_else_exports() {
        load(Geo.library("1.2.0"));
        var refusal = refusal(TestPackage.named("evil.geo", "1.0.0").library(Geo.libraryJar("1.0.0")));
        assertEquals(Code.CODE_FORBIDDEN, refusal.code());
        assertEquals("Export-Package", refusal.details().get("header"));
    }

    @ParameterizedTest
    @CsvSource({
        "Bundle-Activator,       acme.probe.ProbePlugin",
        "Fragment-Host,          system.bundle",
        "DynamicImport-Package,  *",
        "Bundle-NativeCode,      lib.so",
        "Service-Component,      OSGI-INF/a.xml",
        "Provide-Capability,     osgi.service",
        "Require-Capability,     osgi.extender",
        "Import-Package,         org.osgi.framework",
        "Import-Package,         sun.misc",
        "Import-Package,         dev.polar.runtime",
        "Import-Package,         javax.management",
        "Require-Bundle,         system.bundle",
        "Export-Package,         dev.polar.spi"
    })
    void headers_that_reach_beyond_the_plugin_are_refused_by_name(String header, String value) {
        var jar = new PluginJar().bundle("acme.bad").header(header, value).build();
        var bad = TestPackage.named("acme.bad", "1.0.0").library(jar);
        var refusal = assertThrows(Refusal.class, () -> runtime.check(bad));
        assertEquals(Code.CODE_FORBIDDEN, refusal.code());
        assertEquals(header, refusal.details().get("header"));
        assertEquals(Code.CODE_FORBIDDEN, refusal(bad).code());
    }

    @Test
    void the_framework_is_not_to_be_imported_by_way_of_requiring_somebody() {
        var jar = new PluginJar()
                .bundle("acme.bad")
                .header("Import-Package", "org.osgi.framework")
                .build();
        var refusal =
                refusal(TestPackage.named("acme.bad", "1.0.0").library(jar).requires("acme.geo", "[1.0,2.0)"));
        assertEquals(Code.REQUIREMENT_MISSING, refusal.code());
        assertTrue(refusal.getMessage().contains("org.osgi.framework"), refusal.getMessage());
    }

    @Test
    void packages_of_the_jdk_that_plugins_get_can_be_imported() {
        var jar = new PluginJar()
                .source("acme.xml.XmlPlugin", """
                        package acme.xml;
                        public final class XmlPlugin implements dev.polar.spi.Plugin {
                            private final javax.xml.parsers.DocumentBuilderFactory xml =
                                    javax.xml.parsers.DocumentBuilderFactory.newInstance();
                        }
                        """)
                .bundle("acme.xml")
                .header(
                        "Import-Package",
                        "dev.polar.spi;version=\"[1.0,2)\",javax.xml.parsers,org.w3c.dom;resolution:=optional")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"")
                .build();
        var plugin = load(TestPackage.named("acme.xml", "1.0.0").osgi(jar, "acme.xml.XmlPlugin"));
        assertTrue(plugin.tools().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0-rc.1,      '[1.0,2.0)', MANIFEST_INVALID",
        "1.0.99999999999, '[1.0,2.0)', MANIFEST_INVALID",
        "1.0.0,           '[2.0,3.0)', REQUIREMENT_MISSING"
    })
    void versions_that_do_not_fit_are_refused(String version, String spi, Code expected) {
        var jar = new PluginJar().bundle("acme.old").build();
        var old = TestPackage.named("acme.old", version).library(jar).spi(spi);
        assertEquals(expected, refusal(old).code());
    }

    @Test
    void a_jar_that_is_no_bundle_is_refused_with_what_to_do() {
        var refusal = refusal(TestPackage.named("acme.plain", "1.0.0").library(new PluginJar().build()));
        assertEquals(Code.MANIFEST_INVALID, refusal.code());
        assertTrue(refusal.hint().contains("bnd"));
    }

    @Test
    void a_bundled_copy_of_the_spi_is_refused_with_the_fix() {
        var jar = new PluginJar()
                .bundle("acme.fat")
                .resource("dev/polar/spi/Plugin.class", "x")
                .build();
        var refusal = refusal(TestPackage.named("acme.fat", "1.0.0").library(jar));
        assertEquals(Code.CODE_FORBIDDEN, refusal.code());
        assertTrue(refusal.hint().contains("'provided'"), refusal.hint());
    }

    @ParameterizedTest
    @CsvSource({"acme.probe.Nowhere, ClassNotFoundException", "acme.probe.First, does not implement"})
    void an_entry_class_that_is_none_is_refused(String main, String expected) {
        var jar = new PluginJar()
                .source("acme.probe.First", "package acme.probe; public class First {}")
                .bundle("acme.probe")
                .build();
        var refusal = refusal(TestPackage.named("acme.probe", "1.0.0").osgi(jar, main));
        assertEquals(Code.START_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    }

    @Test
    void a_bundle_without_the_import_it_needs_does_not_start() {
        var jar = new PluginJar()
                .source(
                        "acme.bare.BarePlugin",
                        "package acme.bare; public class BarePlugin implements dev.polar.spi.Plugin {}")
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "acme.bare")
                .build();
        var refusal = refusal(TestPackage.named("acme.bare", "1.0.0").osgi(jar, "acme.bare.BarePlugin"));
        assertEquals(Code.START_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains("dev/polar/spi/Plugin"), refusal.getMessage());
    }

    @Test
    void nothing_in_the_storage_comes_back_at_the_next_start() throws IOException {
        load(Geo.library("1.2.0"));
        runtime.close();
        runtime = new OsgiRuntime(storage.resolve("felix"), InstantSource.system());
        var user = Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)");
        assertEquals(Code.REQUIREMENT_MISSING, refusal(user).code());
        try (var files = Files.walk(storage)) {
            assertTrue(files.map(Path::toString).noneMatch(file -> file.endsWith(".class") || file.endsWith(".jar")));
        }
    }

    @Test
    void a_generation_that_outlives_the_framework_still_closes() {
        var library = load(Geo.library("1.2.0"));
        runtime.close();
        assertTrue(library.close(Duration.ZERO).left().isEmpty());
    }

    @Test
    void bundles_are_never_started_so_they_have_no_context() {
        var bundle = runtime.bundle(load(Geo.library("1.2.0")).id());
        assertEquals(Bundle.RESOLVED, bundle.getState());
        assertNull(bundle.getBundleContext());
    }
}
