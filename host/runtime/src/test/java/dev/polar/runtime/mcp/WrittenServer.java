package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.node;

import dev.polar.runtime.Needs;
import dev.polar.trust.manifest.McpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A server written in Node for a test, started and listed over either transport and in either shape of the protocol. */
record WrittenServer(McpGeneration generation, Optional<Process> process) implements AutoCloseable {
    /**
     * @param script among the resources of the tests
     * @param transport {@code stdio} or {@code http}
     * @param revision {@code legacy} or {@code modern}
     */
    static WrittenServer start(String script, Path files, Here here, String transport, String revision)
            throws IOException {
        try (var text = Objects.requireNonNull(WrittenServer.class.getResourceAsStream(script))) {
            Files.copy(text, files.resolve("server.mjs"));
        }
        if (transport.equals("stdio")) {
            return new WrittenServer(
                    here.load(files, List.of(), node("srv", "server.mjs", revision)), Optional.empty());
        }
        var process = new ProcessBuilder(Needs.node().toString(), "server.mjs", "http", revision)
                .directory(files.toFile())
                .start();
        var port = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        var remote = new McpServer.Remote(
                "srv", McpServer.Transport.STREAMABLE_HTTP, URI.create("http://127.0.0.1:" + port + "/mcp"), Map.of());
        try {
            return new WrittenServer(here.load(files, List.of(), remote), Optional.of(process));
        } catch (RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    @Override
    public void close() {
        generation.close(Duration.ZERO);
        process.ifPresent(Process::destroyForcibly);
    }
}
