package dev.polar.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.StdioPeer;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.packages.Packer;
import dev.polar.trust.skill.Finding;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reference server of MCP, by the command line that people paste, resolved by the real npm. */
@Timeout(300)
class RealPackagesTest {
    @TempDir
    Path base;

    @Test
    void what_people_paste_becomes_a_package_that_runs_without_a_network() throws Exception {
        assertTrue(tools("npx", "-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "$DATA")
                .contains("read_text_file"));
    }

    private String tools(String... words) throws Exception {
        var imported = imported(words);
        assertFalse(
                imported.findings().stream().anyMatch(f -> f.severity().compareTo(Finding.Severity.WARNING) > 0),
                imported.findings().toString());
        assertEquals("2026.8.31", imported.manifest().version().toString());
        var provenance = new String(
                imported.entries().stream()
                        .filter(entry -> entry.name().equals("dev.polar/vendor/PROVENANCE.json"))
                        .findFirst()
                        .orElseThrow()
                        .bytes(),
                UTF_8);
        assertTrue(provenance.contains("\"integrity\":\"sha512-"));
        assertFalse(provenance.contains("://"));
        assertTrue(Packer.pack(imported.entries(), Instant.EPOCH).length < 64 << 20);
        var files = base.resolve(imported.manifest().name().name() + words[2].hashCode());
        Importer.write(imported, files);
        return listed(files);
    }

    private Imported imported(String... words) {
        var source = new ImportSource.CommandLine(List.of(words), base);
        try {
            return new Importer(Npm.ofThisMachine()).run(source, new PluginId("local.real"), Optional.empty());
        } catch (Refusal refusal) {
            if (Set.of(Code.HTTP_FAILED, Code.LAUNCHER_FETCHES).contains(refusal.code())) {
                return missing(refusal.getMessage());
            }
            throw refusal;
        }
    }

    private String listed(Path files) throws Exception {
        var server = (McpServer.Stdio) McpServers.parse(Files.readAllBytes(files.resolve("mcp.json")))
                .servers()
                .getFirst();
        try (var starter = new ChildStarter()) {
            if (!(Confinement.probe(starter) instanceof Confinement.Available confinement)) {
                return missing(Confinement.probe(starter).missing().orElseThrow());
            }
            var command = new ArrayList<String>();
            command.add(Interpreters.ofThisMachine()
                    .resolve(server.command())
                    .orElseGet(() -> missing("node is missing (package 'nodejs')"))
                    .toString());
            server.args().forEach(arg -> command.add(McpServer.Stdio.expand(arg, Cage.ROOT, Cage.DATA)));
            var cage = new Cage(
                    files,
                    new Cage.Data.Fleeting(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    Cage.ROOT,
                    command,
                    Optional.empty(),
                    Cage.Limits.DEFAULT);
            var child = confinement.start(starter, "real", cage, line -> {});
            try (var peer = new StdioPeer(
                            "real",
                            child.output(),
                            child.input(),
                            StdioPeer.Limits.DEFAULT,
                            new Silent(),
                            () -> new Refusal(Code.PLUGIN_CRASHED, "ended: " + child.lastWords(), ""))
                    .open()) {
                ask(
                        peer,
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
                peer.tell("notifications/initialized", json("{}"));
                return ask(peer, "tools/list", "{}");
            } finally {
                child.end(Duration.ofSeconds(2), Duration.ZERO);
            }
        }
    }

    private static String ask(StdioPeer peer, String method, String params) {
        return peer.send(new Ask(method, json(params)))
                .await(Instant.now().plusSeconds(60))
                .toString();
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(UTF_8), StrictJson.Limits.bytes(10_000));
    }

    private record Silent() implements Incoming {
        @Override
        public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
            answer.accept(new Reply.Fault(Reply.Fault.METHOD_NOT_FOUND, method));
        }

        @Override
        public void told(String method, JsonObject params) {}
    }

    private static <T> T missing(String sentence) {
        return Boolean.getBoolean("polar.ci") ? fail(sentence) : abort(sentence);
    }
}
