package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Enforcement;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.pin.OfferReview;
import dev.polar.trust.pin.ToolSetPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The servers of the MCP project, unchanged, in a cage. */
@Timeout(240)
class ReferenceServersTest {
    private static final String MODULES = "node_modules/@modelcontextprotocol/";

    @TempDir
    Path data;

    @Test
    void the_everything_server_answers_many_at_once() throws Exception {
        var generation = new Here(data).load(NpmCache.servers(), List.of(), everything("everything"));
        assertEquals(Enforcement.CONFINED_BWRAP, generation.enforcement());
        assertTrue(generation.tools().size() >= 10, generation.tools().toString());
        var calls = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                var message = "{'message':'m" + i + "'}";
                calls.add(threads.submit(() -> generation.invoke(call("echo", message), in(60))));
            }
        }
        for (int i = 0; i < 500; i++) {
            assertEquals("Echo: m" + i, text(calls.get(i).get()));
        }
        var image = generation.invoke(call("get-tiny-image", "{}"), in(30));
        assertTrue(image.content().toString().contains("image/png"));
        var structured = generation.invoke(call("get-structured-content", "{'location':'New York'}"), in(30));
        assertTrue(structured.structured().isPresent());
        var refusal = assertThrows(
                Refusal.class,
                () -> generation.invoke(
                        call("trigger-long-running-operation", "{'duration':30,'steps':1}"),
                        Instant.now().plusMillis(300)));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
        assertEquals("Echo: still here", text(generation.invoke(call("echo", "{'message':'still here'}"), in(30))));
        var report = generation.close(Duration.ofSeconds(5));
        assertEquals(List.of(), report.left());
        assertEquals(0, report.cancelled());
    }

    @Test
    void what_it_offers_can_be_pinned_and_stays_the_same() {
        var here = new Here(data);
        var first = here.load(NpmCache.servers(), List.of(), everything("everything"));
        var second = here.load(NpmCache.servers(), List.of(), everything("everything"));
        var offers = first.offers();
        assertEquals(1, offers.size());
        assertEquals(List.of(), offers.getFirst().unfit());
        assertEquals(List.of(), OfferReview.of(offers, Map.of()));
        assertTrue(ToolSetPin.of(offers.getFirst())
                .to(ToolSetPin.of(second.offers().getFirst()))
                .isEmpty());
        first.close(Duration.ZERO);
        second.close(Duration.ZERO);
    }

    @Test
    void the_file_server_sees_the_folders_it_was_granted_and_nothing_else(@TempDir Path shared) throws IOException {
        Files.writeString(shared.resolve("hello.txt"), "hello");
        var generation = new Here(data)
                .load(
                        NpmCache.servers(),
                        List.of("storage.write($DATA)", "storage.read(" + shared + ")"),
                        node(
                                "files",
                                MODULES + "server-filesystem/dist/index.js",
                                "${PLUGIN_DATA}",
                                shared.toString()));
        var read = "{'path':'" + shared + "/hello.txt'}";
        assertEquals("hello", text(generation.invoke(call("read_text_file", read), in(30))));
        var write = generation.invoke(call("write_file", "{'path':'/data/new.txt','content':'kept'}"), in(30));
        assertFalse(write.error(), write.toString());
        assertEquals("kept", Files.readString(data.resolve("new.txt")));
        var readOnly = "{'path':'" + shared + "/new.txt','content':'x'}";
        assertTrue(generation.invoke(call("write_file", readOnly), in(30)).error());
        assertFalse(Files.exists(shared.resolve("new.txt")));
        assertTrue(generation
                .invoke(call("read_text_file", "{'path':'/etc/passwd'}"), in(30))
                .error());
        generation.close(Duration.ZERO);
    }

    @Test
    void the_memory_server_remembers_where_it_may_write() throws IOException {
        var create = "{'entities':[{'name':'Ada','entityType':'person','observations':['wrote the first program']}]}";
        for (var grant : List.of(List.of("storage.write($DATA)"), List.<String>of())) {
            var here = new Here(data);
            var memory = new McpServer.Stdio(
                    "memory",
                    "node",
                    List.of(MODULES + "server-memory/dist/index.js"),
                    Map.of("MEMORY_FILE_PATH", "${PLUGIN_DATA}/memory.jsonl"),
                    Optional.empty());
            var generation = here.load(NpmCache.servers(), grant, memory);
            assertFalse(
                    generation.invoke(call("create_entities", create), in(30)).error());
            generation.close(Duration.ZERO);
            var again = here.load(NpmCache.servers(), grant, memory);
            var graph = again.invoke(call("read_graph", "{}"), in(30)).toString();
            assertEquals(!grant.isEmpty(), graph.contains("Ada"));
            again.close(Duration.ZERO);
        }
    }

    @Test
    void servers_of_one_package_do_not_share_names_or_fates() {
        var generation = new Here(data)
                .load(
                        NpmCache.servers(),
                        List.of(),
                        everything("a"),
                        node("memory", MODULES + "server-memory/dist/index.js"),
                        node("broken", "-e", "process.exit(7)"));
        assertEquals("Echo: x", text(generation.invoke(call("a/echo", "{'message':'x'}"), in(30))));
        assertFalse(generation.invoke(call("memory/read_graph", "{}"), in(30)).error());
        assertEquals(Code.START_FAILED, generation.failed().get("broken").code());
        var broken = assertThrows(Refusal.class, () -> generation.invoke(call("broken/x", "{}"), in(30)));
        assertEquals(Code.START_FAILED, broken.code());
        assertTrue(broken.getMessage().contains("exit code 7"), broken.getMessage());
        var unknown = assertThrows(Refusal.class, () -> generation.invoke(call("echo", "{}"), in(30)));
        assertEquals(Code.TARGET_UNKNOWN, unknown.code());
        generation.close(Duration.ZERO);
    }

    private static McpServer.Stdio everything(String name) {
        return node(name, MODULES + "server-everything/dist/index.js", "stdio");
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }
}
