package dev.polar.trust.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JarRepackTest {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Wiring WIRING =
            new Wiring(Set.of("dev.polar.spi", "com.acme.geo"), Set.of("com.acme.geo"), Set.of("com.other.taken"));

    @Test
    void a_repacked_jar_is_stored_sorted_undated_and_unsigned() throws IOException {
        var jar = new Archive(List.of(
                entry("z/Z.class", "z"),
                entry(MANIFEST, "Manifest-Version: 1.0\r\nX: y\r\n\r\nName: z/Z.class\r\nSHA-256-Digest: abc=\r\n\r\n"),
                entry("META-INF/ACME.SF", "s"),
                entry("META-INF/acme.rsa", "s"),
                entry("META-INF/ACME.EC", "s"),
                entry("META-INF/A.DSA", "s"),
                entry("META-INF/SIG-X", "s"),
                entry("META-INF/services/A.SF", "kept"),
                entry("a/A.class", "a")));
        var bytes = JarRepack.library(jar).bytes();
        var read = StrictZip.readJar(bytes);
        assertEquals(
                List.of(MANIFEST, "META-INF/services/A.SF", "a/A.class", "z/Z.class"),
                read.entries().stream().map(Entry::name).toList());
        assertEquals("Manifest-Version: 1.0\r\nX: y\r\n\r\n", text(read, MANIFEST));
        for (var slot : Layout.of(bytes, Profile.JAR)) {
            assertEquals(false, slot.deflated());
        }
        try (var in = new JarInputStream(new ByteArrayInputStream(bytes))) {
            assertEquals("y", in.getManifest().getMainAttributes().getValue("X"));
            assertEquals(
                    315_532_800_000L,
                    in.getNextEntry()
                            .getTimeLocal()
                            .toInstant(java.time.ZoneOffset.UTC)
                            .toEpochMilli());
        }
    }

    @Test
    void repacking_does_not_depend_on_how_the_jar_was_packed() {
        var a = entry("a", "1");
        var b = entry("b", "2");
        var once = JarRepack.library(new Archive(List.of(b, a))).bytes();
        assertArrayEquals(once, JarRepack.library(new Archive(List.of(a, b))).bytes());
        assertArrayEquals(once, JarRepack.library(StrictZip.readJar(once)).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Multi-Release: true",
                "multi-release: true",
                "Class-Path: other.jar",
                "Launcher-Agent-Class: a.A",
                "Premain-Class: a.A",
                "Agent-Class: a.A",
                "Boot-Class-Path: x.jar",
                "Can-Redefine-Classes: true",
                "can-retransform-classes: true",
                "Can-Set-Native-Method-Prefix: true",
                "Enable-Native-Access: ALL-UNNAMED",
                "Add-Exports: java.base/jdk.internal.misc",
                "Add-Opens: java.base/java.lang"
            })
    void attributes_that_reach_beyond_the_plugin_are_removed(String attribute) throws IOException {
        var repacked = JarRepack.library(withManifest(attribute, "Plugin-Id: x"));
        var manifest = new Manifest(new ByteArrayInputStream(
                StrictZip.readJar(repacked.bytes()).find(MANIFEST).orElseThrow().bytes()));
        assertEquals(Map.of("Manifest-Version", "1.0", "Plugin-Id", "x"), asMap(manifest));
        assertEquals(
                Set.of("Manifest-Version", "Plugin-Id"),
                repacked.facts().headers().keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Fragment-Host: com.acme.geo                  | Fragment-Host
            fragment-host: system.bundle                 | Fragment-Host
            Bundle-NativeCode: x.so                      | Bundle-NativeCode
            Bundle-Activator: a.Activator                | Bundle-Activator
            BUNDLE-ACTIVATOR: a.Activator                | Bundle-Activator
            DynamicImport-Package: *                     | DynamicImport-Package
            Bundle-UpdateLocation: https://evil.example  | Bundle-UpdateLocation
            Bundle-ClassPath: lib/x.jar                  | Bundle-ClassPath
            Bundle-ClassPath: .,lib/x.jar                | Bundle-ClassPath
            Export-Package: java.lang                    | Export-Package
            Export-Package: a;b;version=1,java.util      | Export-Package
            Export-Package: dev.polar.spi                | Export-Package
            Export-Package: dev.polar                    | Export-Package
            Export-Package: a,*                          | Export-Package
            Export-Package: a;version="1                 | Export-Package
            Export-Package: a;version=1;version=2        | Export-Package
            Export-Package: a,,b                         | Export-Package
            Export-Package: ;version=1                   | Export-Package
            Export-Package: a;version=1;b                | Export-Package
            Import-Package: a;x="\\""                    | Import-Package
            """)
    void what_plugins_do_not_get_is_refused_by_header(String attribute, String header) {
        for (var wired : List.of(true, false)) {
            var refusal = refusal(withManifest(attribute), wired);
            assertEquals(header, refusal.details().get("header"), refusal::getMessage);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            META-INF/versions/17/a/A.class | META-INF/versions
            meta-inf/VERSIONS/9/x          | META-INF/versions
            meta-inf/manifest.mf           | META-INF/MANIFEST.MF
            META-INF/Manifest.MF           | META-INF/MANIFEST.MF
            lib/x.jar                      | nested archive
            META-INF/lib/x.JAR             | nested archive
            BOOT-INF/lib/a/x.jar           | nested archive
            """)
    void entries_that_a_class_loader_would_find_behind_our_back_are_refused(String name, String header) {
        var refusal = refusal(new Archive(List.of(entry(name, "x"))), false);
        assertEquals(header, refusal.details().get("header"));
        assertEquals(name, refusal.details().get("entry"));
    }

    @Test
    void an_archive_that_the_class_path_names_is_refused_and_one_that_is_data_is_not() {
        var nested = List.of(
                entry("data/x.jar", "x"), entry(MANIFEST, "Manifest-Version: 1.0\nClass-Path: y.jar data/x.jar\n"));
        assertEquals("Class-Path", refusal(new Archive(nested), false).details().get("header"));
        assertEquals(
                1,
                JarRepack.library(new Archive(nested.subList(0, 1)))
                                .facts()
                                .headers()
                                .size()
                        + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", "Name", ": x", "A: 1\nB\n"})
    void a_manifest_that_cannot_be_read_is_refused(String manifest) {
        var refusal = refusal(new Archive(List.of(entry(MANIFEST, manifest + "\n"))), false);
        assertEquals(MANIFEST, refusal.details().get("header"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Export-Package: com.other.taken             | Export-Package
            Import-Package: org.osgi.framework          | Import-Package
            Import-Package: dev.polar.runtime           | Import-Package
            Import-Package: com.acme.geo,com.acme.geo.x | Import-Package
            Import-Package: x;resolution:=optional      | Import-Package
            Require-Bundle: org.apache.felix.framework  | Require-Bundle
            Require-Bundle: system.bundle               | Require-Bundle
            """)
    void a_bundle_is_wired_to_nothing_but_the_spi_and_what_it_requires(String attribute, String header) {
        assertEquals(header, refusal(withManifest(attribute), true).details().get("header"));
        JarRepack.library(withManifest(attribute));
    }

    @Test
    void a_bundle_says_what_it_is() {
        var jar = withManifest(
                "Bundle-SymbolicName: com.acme.weather;singleton:=true",
                "Bundle-Version: 1.4.0",
                "Export-Package: com.acme.weather.api;com.acme.weather.more;version=1.4;uses:=\"a,b\"",
                "Import-Package: java.util, dev.polar.spi;version=\"[1.0,2)\",com.acme.geo,com.acme.weather.api",
                "Require-Bundle: com.acme.geo;bundle-version=2");
        var facts = JarRepack.bundle(jar, WIRING).facts();
        assertEquals(Optional.of("com.acme.weather"), facts.symbolicName());
        assertEquals(Optional.of("1.4.0"), facts.header("bundle-version"));
        assertEquals(Set.of("com.acme.weather.api", "com.acme.weather.more"), facts.exportedPackages());
        assertEquals(
                new HeaderClause(
                        List.of("com.acme.weather.api", "com.acme.weather.more"),
                        Map.of("version", "1.4"),
                        Map.of("uses", "a,b")),
                facts.exports().getFirst());
        assertEquals(Map.of("version", "[1.0,2)"), facts.imports().get(1).attributes());
        assertEquals(List.of("com.acme.geo"), facts.requiredBundles().getFirst().names());
    }

    @Test
    void headers_are_written_as_they_were_understood() {
        var jar = withManifest("Import-Package:  dev.polar.spi ; version = 1.0 ;resolution:= optional ,java.util");
        var read = StrictZip.readJar(JarRepack.bundle(jar, WIRING).bytes());
        assertEquals(
                "Manifest-Version: 1.0\r\nImport-Package: dev.polar.spi;version=\"1.0\";resolution:=\"optional\","
                        + "java.\r\n util\r\n\r\n",
                text(read, MANIFEST));
    }

    @Test
    void a_bundle_class_path_of_the_bundle_itself_is_what_it_would_be_anyway() {
        assertEquals(
                Optional.of("."),
                JarRepack.library(withManifest("Bundle-ClassPath: .")).facts().header("Bundle-ClassPath"));
    }

    @Test
    void the_extension_index_and_the_packages_are_read_from_the_jar_itself() {
        var facts = JarRepack.library(new Archive(List.of(
                        entry("META-INF/extensions.idx", "# Generated by PF4J\na.B # why\n\n  a.C\n"),
                        entry("b/c/D.class", ""),
                        entry("a/B.class", ""),
                        entry("a/C.class", ""),
                        entry("module-info.class", ""),
                        entry("res/x.txt", ""))))
                .facts();
        assertEquals(List.of("a.B", "a.C"), facts.extensions());
        assertEquals(new TreeSet<>(Set.of("a", "b.c")), facts.packages());
        assertEquals(Optional.empty(), facts.symbolicName());
    }

    private static Archive withManifest(String... attributes) {
        var lines = new ArrayList<String>(List.of("Manifest-Version: 1.0"));
        for (var attribute : attributes) {
            lines.add(
                    attribute.length() > 70 ? attribute.substring(0, 70) + "\n " + attribute.substring(70) : attribute);
        }
        return new Archive(List.of(entry(MANIFEST, String.join("\n", lines) + "\n")));
    }

    private static Refusal refusal(Archive jar, boolean wired) {
        var refusal = assertThrows(Refusal.class, () -> {
            if (wired) {
                JarRepack.bundle(jar, WIRING);
            } else {
                JarRepack.library(jar);
            }
        });
        assertEquals(Code.CODE_FORBIDDEN, refusal.code());
        return refusal;
    }

    private static Map<String, String> asMap(Manifest manifest) {
        var map = new java.util.HashMap<String, String>();
        manifest.getMainAttributes().forEach((key, value) -> map.put(key.toString(), value.toString()));
        return map;
    }

    private static String text(Archive archive, String name) {
        return new String(archive.find(name).orElseThrow().bytes(), UTF_8);
    }

    private static Entry entry(String name, String content) {
        return new Entry(name, content.getBytes(UTF_8));
    }
}
