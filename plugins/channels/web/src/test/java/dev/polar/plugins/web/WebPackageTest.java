package dev.polar.plugins.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPackageTest {
    private static final Path PLUGIN = Path.of("target/plugin");

    @Test
    void the_directory_holds_the_manifest_the_page_and_one_jar() throws IOException {
        try (var files = Files.walk(PLUGIN)) {
            assertEquals(
                    new TreeSet<>(Set.of(
                            "plugin.json",
                            "web/index.html",
                            "web/app.js",
                            "web/style.css",
                            "web/icon.svg",
                            "dev.polar/code/web.jar")),
                    files.filter(Files::isRegularFile)
                            .map(file -> PLUGIN.relativize(file).toString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void the_jar_indexes_the_extension() throws IOException {
        try (var jar = new JarFile(PLUGIN.resolve("dev.polar/code/web.jar").toFile());
                var index = jar.getInputStream(jar.getEntry("META-INF/extensions.idx"))) {
            assertTrue(new String(index.readAllBytes(), UTF_8).lines().anyMatch(WebPlugin.class.getName()::equals));
        }
    }

    @Test
    void everything_the_page_loads_is_in_the_package() throws IOException {
        var found = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"").matcher(page("index.html"));
        var loaded = new TreeSet<String>();
        while (found.find()) {
            loaded.add(found.group(1));
        }
        assertEquals(new TreeSet<>(Set.of("/app.js", "/icon.svg", "/style.css")), loaded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<style", "style=", " on[a-z]+=", "javascript:", "<script(?! src=)", "data:", "https?://"})
    void the_page_has_nothing_a_strict_content_policy_forbids(String forbidden) throws IOException {
        assertFalse(Pattern.compile(forbidden).matcher(page("index.html")).find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "new Function",
                "setAttribute(\"style\""
            })
    void the_script_puts_nothing_in_as_markup(String forbidden) throws IOException {
        assertFalse(page("app.js").contains(forbidden));
    }

    private static String page(String name) throws IOException {
        return Files.readString(PLUGIN.resolve("web").resolve(name));
    }
}
