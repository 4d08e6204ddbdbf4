package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Needs;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers of the MCP project behind HTTP, in both shapes of the protocol. */
@Timeout(240)
class RemoteServersTest {
    @TempDir
    Path files;

    private Optional<Process> process = Optional.empty();

    @AfterEach
    void end() {
        process.ifPresent(Process::destroyForcibly);
    }

    @Test
    void a_server_with_sessions_answers_and_survives_a_lost_one() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var server = remote(everything(port));
        assertEquals(Enforcement.MEDIATED, server.enforcement());
        assertEquals(
                Optional.of("http://127.0.0.1:" + port),
                server.offers().getFirst().origin());
        sayHelloManyTimes(server, "echo", "message", "Echo: %s");
        var hung = assertThrows(
                Refusal.class,
                () -> server.invoke(
                        call("trigger-long-running-operation", "{'duration':20,'steps':2}"),
                        Instant.now().plusMillis(300)));
        assertEquals(Code.TOOL_TIMEOUT, hung.code());
        process.orElseThrow().destroyForcibly().waitFor();
        var gone = assertThrows(Refusal.class, () -> server.invoke(call("echo", "{'message':'x'}"), in(30)));
        assertEquals(Code.HTTP_FAILED, gone.code());
        everything(port);
        assertEquals("Echo: y", text(server.invoke(call("echo", "{'message':'y'}"), in(60))));
        server.close(Duration.ZERO);
    }

    @Test
    void a_server_without_sessions_answers() throws Exception {
        var home = NpmCache.sdk();
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/sdk-server.mjs"))) {
            Files.write(home.resolve("sdk-server.mjs"), script.readAllBytes());
        }
        int port = Integer.parseInt(
                start(new ProcessBuilder(Needs.node().toString(), "sdk-server.mjs").directory(home.toFile()))
                        .readLine());
        var server = remote(URI.create("http://127.0.0.1:" + port + "/mcp"));
        var offer = server.offers().getFirst();
        assertEquals("sdk", offer.info().getString("name"));
        assertEquals(Optional.of("greet people"), offer.instructions());
        assertEquals(List.of(), offer.unfit());
        // The server holds the header field against the argument, whatever is in it.
        sayHelloManyTimes(server, "greet", "name", "Hello, %s!");
        assertEquals("Hello,  Łódź\n!", text(server.invoke(call("greet", "{'name':' Łódź\\n'}"), in(30))));
        assertTrue(server.invoke(call("slow", "{}"), in(30)).structured().isPresent());
        var unknown = assertThrows(Refusal.class, () -> server.invoke(call("unknown", "{}"), in(30)));
        assertEquals(Code.TOOL_FAILED, unknown.code());
        server.close(Duration.ZERO);
    }

    private void sayHelloManyTimes(McpGeneration server, String tool, String argument, String form) throws Exception {
        var calls = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                var arguments = "{'" + argument + "':'n" + i + "'}";
                calls.add(threads.submit(() -> server.invoke(call(tool, arguments), in(60))));
            }
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(form.formatted("n" + i), text(calls.get(i).get()));
        }
    }

    private URI everything(int port) throws IOException {
        var script = NpmCache.servers().resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js");
        var builder = new ProcessBuilder(Needs.node().toString(), script.toString(), "streamableHttp");
        builder.environment().put("PORT", Integer.toString(port));
        var said = start(builder.redirectErrorStream(true));
        for (var line = said.readLine(); !line.contains("listening on port"); line = said.readLine()) {
            Objects.requireNonNull(line);
        }
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    private BufferedReader start(ProcessBuilder builder) throws IOException {
        process = Optional.of(builder.start());
        return new BufferedReader(new InputStreamReader(process.get().getInputStream()));
    }

    private McpGeneration remote(URI url) {
        return new Here(files)
                .load(
                        files,
                        List.of(),
                        new McpServer.Remote("srv", McpServer.Transport.STREAMABLE_HTTP, url, Map.of()));
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }
}
