package dev.polar.conformance;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The official conformance suite, and what its checks said. */
final class Suite {
    private static final Pattern RESULT = Pattern.compile("(?:server-)?(.+)-\\d{4}-\\d\\d-\\d\\dT[0-9-]+Z");

    private Suite() {}

    /** How a check went, from the best to the worst. */
    enum Status {
        SUCCESS,
        INFO,
        SKIPPED,
        WARNING,
        FAILURE
    }

    /** How a check went and what it said. */
    record Check(Status status, String said) {}

    /** By {@code scenario/check}; one that was made several times is as bad as its worst. */
    static Map<String, Check> server(URI url, Path results, String... options)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("server", "--url", url.toString()));
        words.addAll(List.of(options));
        return run(results, Map.of(), words);
    }

    /** A scenario with a client, which is a command that is given a server's URL as its last word. */
    static Map<String, Check> client(String command, Path results, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("client", "--command", command));
        words.addAll(List.of(options));
        return run(results, environment, words);
    }

    private static Map<String, Check> run(Path results, Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                NpmPackages.node().toString(),
                NpmPackages.file("@modelcontextprotocol/conformance/dist/index.js")
                        .toString()));
        command.addAll(words);
        command.addAll(List.of("-o", results.toString()));
        var log = Files.createDirectories(results).resolveSibling(results.getFileName() + ".log");
        var builder = new ProcessBuilder(command)
                .directory(NpmPackages.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var suite = builder.start();
        if (!suite.waitFor(3, TimeUnit.MINUTES)) {
            suite.descendants().forEach(ProcessHandle::destroyForcibly);
            suite.destroyForcibly();
            throw new IOException("the suite does not end: " + Files.readString(log));
        }
        var checks = new TreeMap<String, Check>();
        try (var files = Files.walk(results)) {
            for (var file : files.filter(one -> one.endsWith("checks.json")).toList()) {
                read(scenario(results.relativize(file.getParent()).toString()), file, checks);
            }
        }
        if (checks.isEmpty()) {
            throw new IOException("the suite checked nothing: " + Files.readString(log));
        }
        return checks;
    }

    private static String scenario(String directory) {
        var result = RESULT.matcher(directory);
        return result.matches() ? result.group(1) : directory;
    }

    private static void read(String scenario, Path file, Map<String, Check> checks) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                var reader = StrictJson.provider().createReader(in)) {
            for (var one : reader.readArray().getValuesAs(JsonObject.class)) {
                var check = new Check(Status.valueOf(one.getString("status")), one.getString("errorMessage", ""));
                checks.merge(
                        scenario + "/" + one.getString("id"),
                        check,
                        (a, b) -> a.status().compareTo(b.status()) >= 0 ? a : b);
            }
        }
    }
}
