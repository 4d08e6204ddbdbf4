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

/** What a clone looks like once it is built, with a home and a data directory of its own. */
record Clone(Path scratch) implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("polar.root"));
    private static boolean isTrained;

    static Clone in(Path scratch) throws IOException {
        var clone = new Clone(scratch);
        clone.link(ROOT.resolve("host/dist/target/polar"));
        Files.copy(ROOT.resolve("polar"), clone.directory().resolve("polar"));
        assertTrue(clone.directory().resolve("polar").toFile().setExecutable(true));
        Files.createDirectory(scratch.resolve("home"));
        clone.train();
        return clone;
    }

    /** The launcher trains a distribution at its first use; the first clone does it for all others. */
    private void train() throws IOException {
        synchronized (Clone.class) {
            var trained = ROOT.resolve("host/dist/target/trained");
            if (!isTrained) {
                try (var terminal = terminal(Map.of(), 120)) {
                    assertEquals(0, terminal.run("./polar --version").exit());
                }
                Files.createDirectories(trained);
                for (var cache : List.of("cli.aot", "worker.aot")) {
                    Files.move(distribution().resolve(cache), trained.resolve(cache), REPLACE_EXISTING);
                }
                isTrained = true;
            }
            link(trained);
        }
    }

    private void link(Path directory) throws IOException {
        Files.createDirectories(distribution());
        try (var parts = Files.list(directory)) {
            for (var part : parts.toList()) {
                Files.createSymbolicLink(distribution().resolve(part.getFileName()), part);
            }
        }
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
        var environment = new HashMap<>(more);
        environment.put("HOME", scratch.resolve("home").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // unpacked once for all runs
        environment.put(
                "POLAR_CACHE_DIR", ROOT.resolve("host/dist/target/cache").toString());
        environment.put("POLAR_PORT", "0");
        environment.put("MAVEN_ARGS", "-ntp");
        return new Terminal(directory(), scratch, environment, limitSeconds);
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
        try (var parts = Files.list(distribution())) {
            for (var link : parts.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
