package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class StartRefusalsTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    static Stream<Arguments> refusals() {
        var ends = node("srv", "-e", "console.error('cannot find module x'); process.exit(1)");
        var speaksOther = node(
                "srv",
                "-e",
                "process.stdin.once('data', () => console.log(JSON.stringify({jsonrpc:'2.0',id:1,"
                        + "result:{protocolVersion:'1999-01-01',capabilities:{}}})))");
        var endless = node(
                "srv",
                "-e",
                "require('readline').createInterface({input:process.stdin}).on('line', l => { const m = JSON.parse(l);"
                        + "if (m.id) console.log(JSON.stringify({jsonrpc:'2.0',id:m.id,result: m.method === 'initialize'"
                        + "? {protocolVersion:'2025-11-25',capabilities:{tools:{}}} : {tools:[],nextCursor:'same'}})) })");
        return Stream.of(
                Arguments.of(ends, List.of(), Code.START_FAILED, "exit code 1: cannot find module x"),
                Arguments.of(speaksOther, List.of(), Code.START_FAILED, "speaks MCP revision 1999-01-01"),
                Arguments.of(endless, List.of(), Code.START_FAILED, "lists tools without end"),
                Arguments.of(command("npx"), List.of(), Code.LAUNCHER_FETCHES, "'npx' fetches what it runs"),
                Arguments.of(command("ruby"), List.of(), Code.COMMAND_NOT_PACKAGED, "listed runtimes [java, node"),
                Arguments.of(command("./bin/plain"), List.of(), Code.START_FAILED, "not an executable file"),
                Arguments.of(
                        node("srv", "x.js"),
                        List.of("net.connect(api.example.org:443)"),
                        Code.ISOLATION_UNAVAILABLE,
                        "there is no way out of confined:bwrap"),
                Arguments.of(
                        node("srv", "x.js"),
                        List.of("net.listen(loopback:8080)"),
                        Code.ISOLATION_UNAVAILABLE,
                        "which a confined process cannot open"),
                Arguments.of(
                        node("srv", "x.js"), List.of("storage.read(/proc/1)"), Code.ISOLATION_UNAVAILABLE, "/proc/1"),
                Arguments.of(node("srv", "x.js"), List.of("storage.write(/)"), Code.ISOLATION_UNAVAILABLE, "/ cannot"),
                Arguments.of(
                        node("srv", "x.js"),
                        List.of("storage.read(/no/such/folder)"),
                        Code.START_FAILED,
                        "is not there"),
                Arguments.of(
                        new McpServer.Remote(
                                "srv", McpServer.Transport.SSE, URI.create("https://a.example/"), Map.of()),
                        List.of(),
                        Code.START_FAILED,
                        "HTTP+SSE of 2024-11-05"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_cannot_be_started_says_why(McpServer server, List<String> grant, Code code, String message)
            throws IOException {
        Files.createDirectories(files.resolve("bin"));
        Files.writeString(files.resolve("bin/plain"), "");
        var refusal = assertThrows(Refusal.class, () -> new Here(data).load(files, grant, server));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void without_a_cage_nothing_starts() {
        var runtime = new McpRuntime(
                Needs.STARTER,
                new Confinement.Missing("bubblewrap is not installed (package 'bubblewrap')"),
                Interpreters.ofThisMachine(),
                ServerWatch.NONE);
        var refusal =
                assertThrows(Refusal.class, () -> new Here(data).load(runtime, files, List.of(), node("srv", "x.js")));
        assertEquals(Code.ISOLATION_UNAVAILABLE, refusal.code());
        assertTrue(refusal.getMessage().contains("package 'bubblewrap'"));
    }

    private static McpServer command(String command) {
        return new McpServer.Stdio("srv", command, List.of(), Map.of(), Optional.empty());
    }
}
