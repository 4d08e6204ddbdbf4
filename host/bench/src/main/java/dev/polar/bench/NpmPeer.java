package dev.polar.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Another gateway, from npm, with reference servers behind it.
 *
 * @param url where calls go
 */
record NpmPeer(String name, Process process, URI url) implements AutoCloseable {
    /** What others publish, pinned by a lock file; nothing of it runs while it is fetched. */
    static Optional<Path> fetched(Path root) throws IOException, InterruptedException {
        var modules = root.resolve("host/bench/target/npm");
        Files.createDirectories(modules);
        for (var file : List.of("package.json", "package-lock.json")) {
            Files.copy(
                    root.resolve("host/bench/npm").resolve(file),
                    modules.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(modules.toFile())
                .redirectErrorStream(true)
                .redirectOutput(modules.resolve("npm.log").toFile());
        try {
            return npm.start().waitFor() == 0 ? Optional.of(modules.resolve("node_modules")) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** An aggregating gateway; its tools are called over the HTTP interface of its own, which is all that it has beside SSE. */
    static NpmPeer hub(Path modules, Path scratch, Path server, int servers) throws IOException {
        var config = IntStream.range(0, servers)
                .mapToObj(i -> "\"ev" + i + "\":{\"command\":\"node\",\"args\":[\"" + server + "\",\"stdio\"]}")
                .collect(Collectors.joining(",", "{\"mcpServers\":{", "}}"));
        var file = Files.writeString(Files.createTempFile(scratch, "hub", ".json"), config);
        return start(
                "mcp-hub",
                scratch,
                "/api/servers/tools",
                modules.resolve("mcp-hub/dist/cli.js").toString(),
                "--config",
                file.toString());
    }

    static NpmPeer proxy(Path modules, Path scratch, Path server) throws IOException {
        return start(
                "mcp-proxy",
                scratch,
                "/mcp",
                modules.resolve("mcp-proxy/dist/bin/mcp-proxy.mjs").toString(),
                "--host",
                "127.0.0.1",
                "--server",
                "stream",
                "--",
                "node",
                server.toString(),
                "stdio");
    }

    /** With a process for each session, which is what keeps sessions apart there. */
    static NpmPeer supergateway(Path modules, Path scratch, Path server) throws IOException {
        return start(
                "supergateway",
                scratch,
                "/mcp",
                modules.resolve("supergateway/dist/index.js").toString(),
                "--stdio",
                "node " + server + " stdio",
                "--outputTransport",
                "streamableHttp",
                "--stateful",
                "--logLevel",
                "none");
    }

    /** @param words what it is told, all but its port */
    private static NpmPeer start(String name, Path scratch, String path, String program, String... words)
            throws IOException {
        int port = ReferenceServer.freePort();
        var command = new ArrayList<>(List.of("node", program, "--port", Integer.toString(port)));
        command.addAll(List.of(words));
        var home = Files.createTempDirectory(scratch, name);
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        builder.environment().put("HOME", home.toString());
        return new NpmPeer(name, builder.start(), URI.create("http://127.0.0.1:" + port + path));
    }

    /** Milliseconds from now until an echo comes back. */
    double answers(Caller caller) throws Exception {
        long start = System.nanoTime();
        for (; ; ) {
            try (var once = caller.open(url)) {
                once.echo("there?");
                return (System.nanoTime() - start) / 1e6;
            } catch (IOException notReady) {
                patience(start);
            }
        }
    }

    private void patience(long start) throws IOException, InterruptedException {
        if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(90)) {
            throw new IOException(name + " does not answer");
        }
    }

    /** How a client of it calls. */
    @FunctionalInterface
    interface Caller {
        Echo open(URI url) throws IOException;
    }

    /** One client with one connection. */
    interface Echo extends AutoCloseable {
        void echo(String message) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The hub's own HTTP interface. */
    static Echo throughTheHub(URI url) throws IOException {
        var connection = new HttpConnection(url);
        return new Echo() {
            @Override
            public void echo(String message) throws IOException {
                var body =
                        "{\"server_name\":\"ev0\",\"tool\":\"echo\",\"arguments\":{\"message\":\"" + message + "\"}}";
                var reply = connection.post(Map.of("Content-Type", "application/json"), body);
                if (!new String(reply.body(), StandardCharsets.UTF_8).contains("Echo: " + message + "\"")) {
                    throw new IOException("status " + reply.status());
                }
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    /** MCP. */
    static Echo mcp(McpClient.Place place) throws IOException {
        var client = new McpClient(place);
        return new Echo() {
            @Override
            public void echo(String message) throws IOException {
                client.echo(message);
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    @Override
    public void close() {
        var all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
