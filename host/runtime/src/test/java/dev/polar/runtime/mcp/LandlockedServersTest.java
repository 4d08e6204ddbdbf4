package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Needs;
import dev.polar.runtime.child.Interpreters;
import dev.polar.trust.manifest.McpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The servers of the MCP project, unchanged, in the weaker cage. */
@Timeout(240)
class LandlockedServersTest {
    private static final String MODULES = "node_modules/@modelcontextprotocol/";

    @TempDir
    Path data;

    @Test
    void the_everything_server_answers() {
        var generation = load(List.of(), node("everything", MODULES + "server-everything/dist/index.js", "stdio"));
        assertEquals(Enforcement.CONFINED_LANDLOCK, generation.enforcement());
        assertEquals("Echo: hello", text(generation.invoke(call("echo", "{'message':'hello'}"), in(60))));
        assertEquals(List.of(), generation.close(Duration.ofSeconds(5)).left());
    }

    @Test
    void the_file_server_sees_the_folders_it_was_granted_and_nothing_else(@TempDir Path shared) throws IOException {
        Files.writeString(shared.resolve("hello.txt"), "hello");
        var generation = load(
                List.of("storage.write($DATA)", "storage.read(" + shared + ")"),
                node(
                        "files",
                        MODULES + "server-filesystem/dist/index.js",
                        "${PLUGIN_DATA}",
                        shared.toString(),
                        "/etc"));
        assertEquals("hello", text(generation.invoke(call("read_text_file", path(shared, "hello.txt")), in(30))));
        var write = "{'path':'" + data + "/new.txt','content':'kept'}";
        var written = generation.invoke(call("write_file", write), in(30));
        assertFalse(written.error(), written.toString());
        assertEquals("kept", Files.readString(data.resolve("new.txt")));
        var readOnly = "{'path':'" + shared + "/new.txt','content':'x'}";
        assertTrue(generation.invoke(call("write_file", readOnly), in(30)).error());
        assertFalse(Files.exists(shared.resolve("new.txt")));
        var password = generation.invoke(call("read_text_file", path(Path.of("/etc"), "passwd")), in(30));
        assertTrue(password.error() && text(password).contains("EACCES"), password.toString());
        generation.close(Duration.ZERO);
    }

    @Test
    void the_memory_server_remembers_where_it_may_write() throws IOException {
        var memory = new McpServer.Stdio(
                "memory",
                "node",
                List.of(MODULES + "server-memory/dist/index.js"),
                Map.of("MEMORY_FILE_PATH", "${PLUGIN_DATA}/memory.jsonl"),
                Optional.empty());
        var create = "{'entities':[{'name':'Ada','entityType':'person','observations':['wrote the first program']}]}";
        var generation = load(List.of("storage.write($DATA)"), memory);
        assertFalse(generation.invoke(call("create_entities", create), in(30)).error());
        generation.close(Duration.ZERO);
        assertTrue(Files.readString(data.resolve("memory.jsonl")).contains("Ada"));
    }

    private McpGeneration load(List<String> grant, McpServer.Stdio server) {
        Needs.node();
        var here = new Here(data);
        var runtime = new McpRuntime(Needs.STARTER, Needs.landlock(), Interpreters.ofThisMachine(), here);
        return here.load(runtime, NpmCache.servers(), grant, server);
    }

    private static String path(Path folder, String name) {
        return "{'path':'" + folder.resolve(name) + "'}";
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }
}
