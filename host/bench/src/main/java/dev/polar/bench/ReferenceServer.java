package dev.polar.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The MCP project's reference server behind Streamable HTTP, as the distribution holds it. */
record ReferenceServer(Process process, URI url) implements AutoCloseable {
    static final Path SCRIPT = Path.of("dist/polar/plugins/polar.reference/dev.polar/vendor/node_modules/"
            + "@modelcontextprotocol/server-everything/dist/index.js");

    /** Empty where the distribution was built without it, which is where Node or npm is missing. */
    static Optional<ReferenceServer> start(Path root) throws IOException {
        var script = root.resolve(SCRIPT);
        if (!Files.exists(script)) {
            return Optional.empty();
        }
        int port = freePort();
        var builder = new ProcessBuilder("node", script.toString(), "streamableHttp").redirectErrorStream(true);
        builder.environment().put("PORT", Integer.toString(port));
        var process = builder.start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        for (var line = said.readLine(); !line.contains("listening on port"); line = said.readLine()) {
            if (!process.isAlive()) {
                throw new IOException("the reference server ended: " + line);
            }
        }
        Thread.ofVirtual().start(() -> said.lines().forEach(line -> {})); // its log must not fill the pipe
        return Optional.of(new ReferenceServer(process, URI.create("http://127.0.0.1:" + port + "/mcp")));
    }

    static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
