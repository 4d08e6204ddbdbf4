package dev.polar.plugins.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPackageTest {
    private static final Path PLUGIN = Path.of("target/plugin");
    private static final Path JAR = PLUGIN.resolve("dev.polar/code/memory.jar");

    @Test
    void the_directory_holds_the_manifest_the_skill_and_one_jar() throws IOException {
        try (var files = Files.walk(PLUGIN)) {
            assertEquals(
                    new TreeSet<>(Set.of("plugin.json", "skills/memory/SKILL.md", "dev.polar/code/memory.jar")),
                    files.filter(Files::isRegularFile)
                            .map(file -> PLUGIN.relativize(file).toString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void the_bundle_imports_the_spi_and_nothing_else() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var headers = jar.getManifest().getMainAttributes();
            assertEquals("polar.memory", headers.getValue("Bundle-SymbolicName"));
            assertEquals("2", headers.getValue("Bundle-ManifestVersion"));
            assertEquals("dev.polar.spi;version=\"[1.0,2)\"", headers.getValue("Import-Package"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bundle-Activator", "Bundle-ClassPath", "Bundle-NativeCode", "Bundle-UpdateLocation",
                "Class-Path", "DynamicImport-Package", "Export-Package", "Fragment-Host",
                "Multi-Release", "Require-Bundle", "Service-Component", "Bnd-LastModified"
            })
    void the_bundle_has_no_header_a_host_refuses_or_a_clock_wrote(String header) throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertNull(jar.getManifest().getMainAttributes().getValue(header));
        }
    }

    @Test
    void the_class_the_manifest_names_is_in_the_bundle() throws IOException {
        var manifest = Files.readString(PLUGIN.resolve("plugin.json"));
        assertTrue(manifest.contains("\"class\": \"" + MemoryPlugin.class.getName() + "\""));
        try (var jar = new JarFile(JAR.toFile())) {
            assertTrue(jar.getEntry(MemoryPlugin.class.getName().replace('.', '/') + ".class") != null);
        }
    }
}
