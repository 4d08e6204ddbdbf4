package dev.polar.plugins.responder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResponderPackageTest {
    private static final Path PLUGIN = Path.of("target/plugin");
    private static final Path JAR = PLUGIN.resolve("dev.polar/code/responder.jar");

    @Test
    void the_directory_holds_the_manifest_and_one_jar() throws IOException {
        try (var files = Files.walk(PLUGIN)) {
            assertEquals(
                    new TreeSet<>(Set.of("plugin.json", "dev.polar/code/responder.jar")),
                    files.filter(Files::isRegularFile)
                            .map(file -> PLUGIN.relativize(file).toString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void the_jar_indexes_exactly_one_extension() throws IOException {
        try (var jar = new JarFile(JAR.toFile());
                var index = jar.getInputStream(jar.getEntry("META-INF/extensions.idx"))) {
            var extensions = new String(index.readAllBytes(), UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            assertEquals(List.of(ResponderPlugin.class.getName()), extensions);
        }
    }

    @Test
    void the_jar_brings_nothing_but_its_own_classes() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertTrue(jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .allMatch(entry -> entry.getName().startsWith("META-INF/")
                            || entry.getName().startsWith("dev/polar/plugins/responder/")));
        }
    }
}
