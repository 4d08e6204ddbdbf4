package dev.polar.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Servers of ours in Node, as packages for Polar and as processes of their own.
 *
 * @param process what runs
 * @param url where it is
 */
record Fixture(Process process, URI url) implements AutoCloseable {
    private static final List<String> PARTS =
            List.of("server.mjs", "http.mjs", "methods.mjs", "tools.mjs", "shelf.mjs", "asking.mjs", "words.mjs");

    /** Starts the one that the suite is answered by, behind Streamable HTTP. */
    static Fixture start(Path folder) throws IOException {
        copy("fixture", PARTS, folder);
        return start(List.of(NpmPackages.node().toString(), "server.mjs", "http"), folder);
    }

    /** Starts a server that says where it is in its first line. */
    static Fixture start(List<String> command, Path folder) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = said.readLine();
        if (line == null || !line.startsWith("http")) {
            process.destroyForcibly();
            throw new IOException("the server did not start: " + line);
        }
        Thread.ofVirtual().start(() -> said.lines().forEach(more -> {})); // what it logs must not fill the pipe
        return new Fixture(process, URI.create(line));
    }

    /** The same as a package that Polar starts itself, in its cage; it may ask whoever calls it. */
    static Path stdio(Path folder, boolean stateless) throws IOException {
        stdio(folder, "fixture", PARTS, "server.mjs", stateless ? "stateless" : "stdio");
        manifest(folder, "client.ask(elicitation)", "client.ask(sampling)", "client.ask(roots)");
        return folder;
    }

    /** A package of files of ours, the first of which Node runs with those words. */
    static Path stdio(Path folder, String resources, List<String> files, String... words) throws IOException {
        manifest(folder);
        copy(resources, files, folder);
        return servers(folder, List.of("server"), """
                {"type":"stdio","command":"node","args":["%s"]}""".formatted(String.join("\",\"", words)));
    }

    /** A package that only says where a server is. */
    static Path remote(Path folder, URI url) throws IOException {
        manifest(folder);
        return servers(folder, List.of("server"), "{\"type\":\"streamable-http\",\"url\":\"" + url + "\"}");
    }

    /** Says of a package that it has the same server under each of these names. */
    static Path servers(Path folder, List<String> names, String server) throws IOException {
        var all = names.stream().map(name -> "\"" + name + "\":" + server).collect(Collectors.joining(","));
        Files.writeString(folder.resolve("mcp.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json","mcpServers":{%s}}
                """.formatted(all));
        return folder;
    }

    /** Says of a folder that it is a package of its name, which asks for those permissions. */
    static void manifest(Path folder, String... permissions) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("plugin.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json","name":"%s","version":"1.0.0",
                 "description":"For a test","license":"Apache-2.0",
                 "extensions":{"dev.polar":{"format":1,"epoch":1,"permissions":[%s]}}}
                """.formatted(
                        folder.getFileName(),
                        Stream.of(permissions)
                                .map(one -> "{\"permission\":\"" + one + "\",\"reason\":\"for a test\"}")
                                .collect(Collectors.joining(","))));
    }

    private static void copy(String resources, List<String> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : files) {
            try (var in =
                    Objects.requireNonNull(Fixture.class.getResourceAsStream("/" + resources + "/" + file), file)) {
                Files.write(folder.resolve(file), in.readAllBytes());
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
