package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewToolsTest {
    @TempDir
    Path home;

    private Path distribution;

    @BeforeEach
    void a_distribution_with_a_repository() throws IOException {
        distribution = Files.createDirectories(home.resolve("polar"));
        Files.createDirectories(distribution.resolve("repository/dev/polar/polar-spi/1.0.0"));
    }

    private Run newTools(Object... args) {
        var words = new ArrayList<Object>(List.of("new", "tools"));
        words.addAll(List.of(args));
        return new Run.At(home).from(distribution).polar(words.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "hello, false, local.hello, local/hello/HelloPlugin.java",
        "acme.weather-report, false, acme.weather-report, acme/weatherreport/WeatherReportPlugin.java",
        "acme.weather, true, acme.weather, acme/weather/WeatherPlugin.java",
        "acme.new.2nd-try, true, acme.new.2nd-try, acme/new_/_2ndtry/The2ndTryPlugin.java"
    })
    void the_manifest_is_valid_and_the_code_has_a_name_that_compiles(
            String typed, boolean osgi, String name, String main) throws IOException {
        var to = home.resolve("project");
        var run = osgi ? newTools(typed, "--dir", to, "--osgi") : newTools(typed, "--dir", to);
        assertEquals(0, run.exit(), run.err());
        var manifest = Manifest.parse(Files.readAllBytes(to.resolve("src/main/plugin/plugin.json")));
        assertEquals(name, manifest.name().name());
        assertEquals(2, manifest.tools().size());
        var source = Files.readString(to.resolve("src/main/java/" + main));
        assertTrue(source.startsWith(
                "package " + main.substring(0, main.lastIndexOf('/')).replace('/', '.') + ";\n"));
        assertEquals(osgi, !source.contains("@Extension"));
        assertEquals(osgi, Files.exists(to.resolve("bnd.bnd")));
        assertTrue(Files.readString(to.resolve("pom.xml"))
                .contains(distribution.resolve("repository").toUri().toString()));
        try (var files = Files.walk(to)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).matches("(?s).*@[a-z]+@.*"), file.toString());
            }
        }
    }

    @Test
    void what_is_there_is_left_alone() throws IOException {
        var to = Files.createDirectory(home.resolve("hello"));
        Files.writeString(to.resolve("mine"), "");
        var run = newTools("hello", "--dir", to);
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("error STATE_CONFLICT"), run.err());
        assertTrue(Files.notExists(to.resolve("pom.xml")));
    }

    @Test
    void a_name_that_no_plugin_can_have_is_a_usage_error() {
        var run = newTools("Hello World");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("'Hello World' is no plugin's name"));
    }
}
