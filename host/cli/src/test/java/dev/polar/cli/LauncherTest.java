package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line is told by the script that starts it: here in a distribution whose Java only repeats it. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of(System.getProperty("polar.root"), "polar");

    @TempDir
    Path place;

    @BeforeEach
    void a_distribution_and_a_java_that_tells() throws IOException {
        Files.copy(LAUNCHER, place.resolve("polar"));
        Files.createDirectories(place.resolve("dist/polar"));
        Files.createFile(place.resolve("dist/polar/cli.args"));
        Files.createFile(place.resolve("dist/polar/cli.aot"));
        var programs = Files.createDirectories(place.resolve("jdk/bin"));
        Files.writeString(place.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        for (var name : new String[] {"java", "javac"}) {
            var program = Files.writeString(programs.resolve(name), "#!/bin/sh\nprintf %s \"$POLAR_LAUNCHER\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void an_agent_that_has_it_not_on_its_path_is_told_where_it_lies() throws Exception {
        var link = Files.createSymbolicLink(place.resolve("linked"), place.resolve("polar"));
        var real = place.toRealPath().resolve("polar").toString();
        assertEquals(real, said(place.resolve("polar"), Map.of()));
        assertEquals(real, said(link, Map.of()));
        assertEquals(real, said(Path.of("./polar"), Map.of()));
    }

    @Test
    void whoever_starts_it_in_another_way_says_how() throws Exception {
        assertEquals("/opt/polar", said(place.resolve("polar"), Map.of("POLAR_LAUNCHER", "/opt/polar")));
    }

    private String said(Path launcher, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder("bash", launcher.toString())
                .directory(place.toFile())
                .redirectErrorStream(true);
        builder.environment().remove("POLAR_LAUNCHER");
        builder.environment().put("JAVA_HOME", place.resolve("jdk").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
