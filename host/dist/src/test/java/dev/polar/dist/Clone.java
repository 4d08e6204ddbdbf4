package dev.polar.dist;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a clone looks like once it is built, with a home and a data directory of its own. The distribution in it is the same
 * for all: what the launcher does at its first use is done once, and the caches are good for the place they were made at.
 */
record Clone(Path scratch) implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("polar.root"));
    private static final Path BUILT = ROOT.resolve("host/dist/target/polar");
    private static final Path INSTALLED = ROOT.resolve("host/dist/target/installed");
    private static boolean isInstalled;

    static Clone in(Path scratch) throws IOException {
        install();
        var clone = new Clone(scratch);
        Files.createDirectories(clone.directory().resolve("dist"));
        launcher(clone.directory());
        Files.createSymbolicLink(clone.distribution(), INSTALLED.resolve("dist/polar"));
        Files.createDirectory(scratch.resolve("home"));
        return clone;
    }

    private static synchronized void install() throws IOException {
        if (isInstalled) {
            return;
        }
        var distribution = INSTALLED.resolve("dist/polar");
        Files.createDirectories(distribution);
        try (var old = Files.list(distribution)) {
            for (var part : old.toList()) {
                Files.delete(part);
            }
        }
        try (var parts = Files.list(BUILT)) {
            for (var part : parts.toList()) {
                Files.createSymbolicLink(distribution.resolve(part.getFileName()), part);
            }
        }
        launcher(INSTALLED);
        try (var terminal = new Terminal(INSTALLED, INSTALLED, environment(INSTALLED), 120)) {
            assertEquals(0, terminal.run("./polar --version").exit());
        }
        // These hosts live for seconds: compiling them well costs more than it brings.
        var host = distribution.resolve("host.args");
        Files.writeString(host, "-XX:TieredStopAtLevel=1\n" + Files.readString(host));
        isInstalled = true;
    }

    private static void launcher(Path directory) throws IOException {
        var launcher = Files.copy(ROOT.resolve("polar"), directory.resolve("polar"), REPLACE_EXISTING);
        assertTrue(launcher.toFile().setExecutable(true));
    }

    /** A program that a test cannot do without. */
    static void require(String program, String from) {
        boolean found = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            var sentence = "this needs " + program + ": apt-get install " + from;
            if (Boolean.getBoolean("polar.ci")) {
                fail(sentence);
            }
            abort(sentence);
        }
    }

    Path directory() {
        return scratch.resolve("clone");
    }

    Path distribution() {
        return directory().resolve("dist/polar");
    }

    /** A bash in it that finds {@code java} and takes any port. */
    Terminal terminal(Map<String, String> more, int limitSeconds) throws IOException {
        var environment = environment(scratch.resolve("home"));
        environment.putAll(more);
        return new Terminal(directory(), scratch, environment, limitSeconds);
    }

    private static Map<String, String> environment(Path home) {
        var environment = new HashMap<String, String>();
        environment.put("HOME", home.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // unpacked once for all runs
        environment.put(
                "POLAR_CACHE_DIR", ROOT.resolve("host/dist/target/cache").toString());
        environment.put("POLAR_PORT", "0");
        environment.put("MAVEN_ARGS", "-ntp");
        return environment;
    }

    /** Processes that were started from here, by what they were told to work on. */
    List<ProcessHandle> left() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(scratch.toString()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        left().forEach(process -> {
            process.destroy();
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        });
        Files.delete(distribution());
    }
}
