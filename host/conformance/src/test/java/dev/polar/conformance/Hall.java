package dev.polar.conformance;

import dev.polar.cli.Polar;
import dev.polar.cli.shell.CliSettings;
import dev.polar.cli.shell.Shell;
import dev.polar.cli.shell.Terminal;
import dev.polar.host.HostAssembly;
import dev.polar.host.Settings;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A whole host in this process, on a database of its own, worked with the command line like anyone's. */
final class Hall implements AutoCloseable {
    /** One for all tests of a run; starting one costs seconds. */
    static final Supplier<Hall> SHARED = Once.of(Hall::started);

    /** Room for load, and patience for those who never answer. */
    static final Map<String, String> LIMITS = Map.of(
            "POLAR_LIMITS_CALLS_PER_MINUTE", "1000000",
            "POLAR_LIMITS_CONCURRENT_CALLS", "1000",
            "POLAR_LIMITS_CALL_TIMEOUT", "10s");

    private final Path home;
    private final Map<String, String> environment;
    private final HostAssembly host;

    private Hall(Path home, Map<String, String> settings) {
        this.home = home;
        this.environment = Map.of(
                "POLAR_DATA_DIR", data().toString(),
                "POLAR_OPERATOR_KEY", home.resolve("operator.pem").toString());
        this.host = HostAssembly.start(
                Settings.read(
                        Map.of("--data", data().toString(), "--port", "0"),
                        settings,
                        Path.of(System.getProperty("user.home"))),
                () -> {});
    }

    private static Hall started() {
        var hall = start(LIMITS);
        Runtime.getRuntime().addShutdownHook(new Thread(hall::close));
        return hall;
    }

    /** Starts one with an operator. */
    static Hall start(Map<String, String> settings) {
        try {
            var home = Files.createTempDirectory("polar-hall-");
            var key = SigningKey.generate();
            var files = new KeyFile(home.resolve("operator.pem"));
            files.writePrivate(key.toPlainPem());
            var pub = Files.writeString(
                    home.resolve("operator.pub.pem"), key.publicKey().toPem());
            var hall = new Hall(home, settings);
            try {
                hall.consented("operator", "add", "tester", "--key", pub.toString());
                return hall;
            } catch (AssertionError e) {
                hall.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return home.resolve("data");
    }

    Path home() {
        return home;
    }

    /** Where clients go. */
    URI url() {
        return URI.create(host.address() + "/mcp");
    }

    /** What a command says that ends well. */
    String polar(String... words) {
        var said = run(words);
        if (said.exit() != 0) {
            throw new AssertionError(List.of(words) + " ended with " + said.exit() + ": " + said.text());
        }
        return said.text();
    }

    /** How a command ended and what it said. */
    record Said(int exit, String text) {}

    synchronized Said run(String... words) {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(InputStream.nullInputStream(), out, out, Optional.empty(), false);
        int exit = Polar.run(new Shell(terminal, new CliSettings(environment, home, Optional.empty())), words);
        return new Said(exit, said.toString(StandardCharsets.UTF_8));
    }

    /** A command that changes something, with consent to exactly the plan that it shows and nothing in between; what it did. */
    synchronized JsonObject consented(String... words) {
        var plan = json(with(words, "--dry-run", "--json")).getString("plan");
        return json(with(words, "--plan", plan, "--json"));
    }

    JsonObject json(String... words) {
        return StrictJson.object(polar(words).getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 24));
    }

    private static String[] with(String[] words, String... more) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Packs, installs and enables a plugin; what its tools do, if it has any, is confirmed in those words. */
    synchronized void install(Path folder, String effects, String... more) {
        var file = home.resolve(folder.getFileName() + ".polar");
        polar("pack", folder.toString(), "--key", environment.get("POLAR_OPERATOR_KEY"), "--out", file.toString());
        consented("install", file.toString());
        var enable = List.of("enable", folder.getFileName().toString(), "--effect", effects);
        consented(with(enable.subList(0, effects.isEmpty() ? 2 : 4).toArray(String[]::new), more));
    }

    /** Lets a client in; its token. */
    String client(String name, String... more) {
        var words = with(new String[] {"client", "add", name, "--yes", "--json"}, more); // a plan holds for one token
        return json(words).getString("token");
    }

    @Override
    public void close() {
        host.close();
        try (var all = Files.walk(home)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            System.err.println("left behind: " + home);
        }
    }
}
