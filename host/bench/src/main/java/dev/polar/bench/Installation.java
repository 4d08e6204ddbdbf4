package dev.polar.bench;

import dev.polar.cli.Polar;
import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Terminal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An installation of one's own in an empty directory, worked with the launcher like anyone's. */
final class Installation implements AutoCloseable {
    /** Load from one client would stop at 600 calls a minute, and 32 at once in one plugin. */
    static final Map<String, String> LIMITS =
            Map.of("POLAR_LIMITS_CALLS_PER_MINUTE", "1000000", "POLAR_LIMITS_CONCURRENT_CALLS", "1000");

    private final Path root;
    private final Path home;
    private String welcome = "";

    private Installation(Path root, Path home) {
        this.root = root;
        this.home = home;
    }

    /** Starts a host with the plugins of the demo. */
    static Installation start(Path root, Path scratch) throws IOException, InterruptedException {
        var started = new Installation(root, Files.createTempDirectory(scratch, "host-"));
        started.welcome = started.polar("up", "--demo", "-d", "--port", "0");
        return started;
    }

    /** What the host said when it was up. */
    String welcome() {
        return welcome;
    }

    /** What a command printed that was run in this process, without a launcher or a JVM of its own. */
    String here(String... words) throws IOException {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(InputStream.nullInputStream(), out, out, Optional.empty(), false);
        var environment = Map.of("POLAR_DATA_DIR", data().toString(), "POLAR_OPERATOR_KEY", key().toString());
        int exit = Polar.run(new Shell(terminal, new CliSettings(environment, home, Optional.empty())), words);
        if (exit != 0) {
            throw new IOException(
                    List.of(words) + " ended with " + exit + ": " + said.toString(StandardCharsets.UTF_8));
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    Path home() {
        return home;
    }

    Path data() {
        return home.resolve("data");
    }

    Path key() {
        return home.resolve("operator.pem");
    }

    /** What a command printed. */
    String polar(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root.resolve("polar").toString()));
        command.addAll(List.of(words));
        var out = Files.createTempFile(home, "out", "");
        var err = Files.createTempFile(home, "err", "");
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("POLAR_"));
        environment.putAll(LIMITS);
        environment.put("POLAR_DATA_DIR", data().toString());
        environment.put("POLAR_OPERATOR_KEY", key().toString());
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IOException(command + " ended with " + exit + ": " + Files.readString(err));
        }
        return Files.readString(out);
    }

    JsonObject json(String... words) throws IOException, InterruptedException {
        return read(polar(words));
    }

    /** Wall time of a command in milliseconds. */
    double millis(String... words) throws IOException, InterruptedException {
        long start = System.nanoTime();
        polar(words);
        return (System.nanoTime() - start) / 1e6;
    }

    /** The same command with consent to exactly the plan that it shows. */
    String[] consented(String... words) throws IOException, InterruptedException {
        var dry = new ArrayList<>(List.of(words));
        dry.addAll(List.of("--dry-run", "--json"));
        var plan = json(dry.toArray(String[]::new)).getString("plan");
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--plan", plan));
        return all.toArray(String[]::new);
    }

    /** The same, for a command that asks for consent to its plan; what it did, as JSON. */
    JsonObject hereConsented(String... words) throws IOException {
        var dry = new ArrayList<>(List.of(words));
        dry.addAll(List.of("--dry-run", "--json"));
        var plan = read(here(dry.toArray(String[]::new))).getString("plan");
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--plan", plan, "--json"));
        return read(here(all.toArray(String[]::new)));
    }

    private static JsonObject read(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }

    /** Packs a directory and signs it with the operator's key. */
    Path pack(Path directory) throws IOException, InterruptedException {
        var file = home.resolve(directory.getFileName() + ".polar");
        polar("pack", directory.toString(), "--key", key().toString(), "--out", file.toString());
        return file;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        polar("down");
    }
}
