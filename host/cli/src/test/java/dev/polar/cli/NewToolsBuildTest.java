package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The project that {@code polar new tools} writes builds elsewhere, with nothing but the distribution's repository. */
class NewToolsBuildTest {
    private static final String SPI = "dev/polar/polar-spi/1.0.0/polar-spi-1.0.0";

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_empty_local_repository_is_enough(boolean osgi) throws IOException, InterruptedException {
        assumeTrue(Boolean.getBoolean("polar.ci"), "fetches every Maven plugin anew: run with -Dpolar.ci=true");
        var distribution = distribution();
        var project = home.resolve("project");
        var at = new Run.At(home).from(distribution);
        var made = osgi
                ? at.polar("new", "tools", "acme.hello", "--dir", project, "--osgi")
                : at.polar("new", "tools", "hello", "--dir", project);
        assertEquals(0, made.exit(), made.err());
        var log = home.resolve("log");
        var maven = new ProcessBuilder("mvn", "-B", "-ntp", "-q", "-Dmaven.repo.local=" + home.resolve("m2"), "package")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(maven.waitFor(8, TimeUnit.MINUTES), "the build takes longer than eight minutes");
        assertEquals(0, maven.exitValue(), () -> text(log));
        var check = at.polar("check", project.resolve("target/plugin"));
        assertEquals(0, check.exit(), check.out());
    }

    private Path distribution() throws IOException {
        var root = Path.of(System.getProperty("polar.root"));
        var repository = Files.createDirectories(home.resolve("polar/repository"));
        Files.createDirectories(repository.resolve(SPI).getParent());
        Files.copy(root.resolve("spi/api/target/polar-spi-1.0.0.jar"), repository.resolve(SPI + ".jar"));
        Files.copy(
                root.resolve("host/dist/src/main/dist/repository").resolve(SPI + ".pom"),
                repository.resolve(SPI + ".pom"));
        return repository.getParent();
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
