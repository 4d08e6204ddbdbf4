package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Needs;
import dev.polar.runtime.Propagated;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.FeatureName;
import dev.polar.trust.pin.ToolSetPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one server does is its own affair: its calls get a typed refusal, everyone else an answer. */
@Timeout(120)
class HostileServersTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T00:00:00Z"));
    private Here here;
    private McpGeneration server;

    @BeforeEach
    void aServer() throws IOException {
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/hostile-server.mjs"))) {
            Files.copy(script, files.resolve("server.mjs"));
        }
        here = new Here(data, now::get);
        server = here.load(files, List.of(), node("srv", "server.mjs"));
    }

    @AfterEach
    void end() {
        server.close(Duration.ZERO);
        threads.shutdownNow();
    }

    @Test
    void one_that_dies_fails_its_calls_and_is_started_again() throws Exception {
        var neighbour = here.load(files, List.of(), node("srv", "server.mjs"));
        var hanging = threads.submit(() -> server.invoke(call("hang", "{}"), in(60)));
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(60))));
        var died = refused(call("die", "{}"));
        assertEquals(Code.PLUGIN_CRASHED, died.code());
        assertTrue(died.getMessage().contains("exit code 9"), died.getMessage());
        assertEquals(Code.PLUGIN_CRASHED, refused(hanging).code());
        assertEquals("again", text(server.invoke(call("echo", "{'text':'again'}"), in(60))));
        assertEquals("y", text(neighbour.invoke(call("echo", "{'text':'y'}"), in(60))));
        assertEquals(List.of(), List.copyOf(here.events));
        neighbour.close(Duration.ZERO);
    }

    @Test
    void one_that_keeps_dying_is_given_pauses_and_then_up() {
        assertEquals(Code.PLUGIN_CRASHED, refused(call("die", "{}")).code()); // as it was loaded
        assertTrue(refused(call("die", "{}")).getMessage().contains("exit code 9")); // started at once
        var paused = refused(call("echo", "{'text':'x'}"));
        assertEquals(Code.CIRCUIT_OPEN, paused.code(), "it was not tried");
        assertTrue(paused.getMessage().endsWith("it is started again in 1 s"), paused.getMessage());
        now.updateAndGet(time -> time.plusSeconds(1));
        refused(call("die", "{}"));
        assertTrue(refused(call("die", "{}")).getMessage().endsWith("it is started again in 5 s"));
        now.updateAndGet(time -> time.plusSeconds(5));
        refused(call("die", "{}"));
        assertEquals(
                Code.PLUGIN_QUARANTINED, refused(call("echo", "{'text':'x'}")).code());
        assertEquals(List.of("quarantined PLUGIN_QUARANTINED"), List.copyOf(here.events));
        now.updateAndGet(time -> time.plusSeconds(600));
        assertEquals(
                Code.PLUGIN_QUARANTINED, refused(call("echo", "{'text':'x'}")).code());
    }

    @Test
    void one_that_was_taken_back_is_not_asked_and_is_gone_with_what_it_started_when_the_cut_returns() throws Exception {
        deaf("");
        var deaf = here.load(files, List.of(), node("srv", "deaf.mjs"));
        var family = family();
        assertTrue(family.size() >= 3, "bubblewrap, its inner half and node: " + family);
        var hanging = threads.submit(() -> deaf.invoke(call("hang", "{}"), in(60)));
        assertEquals("x", text(deaf.invoke(call("echo", "{'text':'x'}"), in(60))));
        var report = deaf.cut(Duration.ofSeconds(2));
        family.forEach(process -> assertFalse(process.isAlive(), process + " is still there"));
        assertEquals(List.of(), report.left());
        refused(hanging);
        assertEquals(
                List.of(),
                here.log.stream().filter(line -> line.contains("asked")).toList());
    }

    @Test
    void one_that_is_merely_stopped_is_asked_first() throws Exception {
        deaf("");
        var deaf = here.load(files, List.of(), node("srv", "deaf.mjs"));
        assertEquals(List.of(), deaf.close(Duration.ZERO).left());
        assertTrue(here.log.stream().anyMatch(line -> line.contains("asked")), here.log::toString);
    }

    @Test
    void one_that_is_taken_back_while_it_starts_again_is_killed_and_not_waited_for() throws Exception {
        deaf("import { existsSync } from 'node:fs';\n"
                + "if (existsSync(new URL('slow', import.meta.url))) {\n"
                + "  console.error('slow');\n"
                + "  await new Promise(() => setInterval(() => {}, 1000));\n}\n");
        var slow = here.load(files, List.of(), node("srv", "deaf.mjs"));
        Files.createFile(files.resolve("slow"));
        assertThrows(Refusal.class, () -> slow.invoke(call("die", "{}"), in(60)));
        var starting = threads.submit(() -> slow.invoke(call("echo", "{'text':'x'}"), in(600)));
        for (var said = here.log.take(); !said.endsWith("slow"); said = here.log.take()) {}
        var family = family();
        assertTrue(family.size() >= 3, "bubblewrap, its inner half and node: " + family);
        assertEquals(List.of(), slow.cut(Duration.ofSeconds(2)).left());
        family.forEach(process -> assertFalse(process.isAlive(), process + " is still there"));
        refused(starting);
    }

    /** The deaf server's cage and all in it. */
    private List<ProcessHandle> family() {
        return ProcessHandle.current()
                .children()
                .filter(child -> commandLine(child).contains(files.toString())
                        && commandLine(child).contains("deaf.mjs"))
                .flatMap(cage -> Stream.concat(Stream.of(cage), cage.descendants()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** A server that says when it is asked to leave, and stays. */
    private void deaf(String first) throws IOException {
        Files.writeString(
                files.resolve("deaf.mjs"),
                first
                        + "process.on('SIGTERM', () => console.error('asked')); setInterval(() => {}, 1000);\n"
                        + Files.readString(files.resolve("server.mjs"))
                                .replace("process.exit(0)", "console.error('asked')"));
    }

    @Test
    void one_that_dies_now_and_then_is_started_each_time() {
        for (int i = 0; i < 6; i++) {
            assertEquals(Code.PLUGIN_CRASHED, refused(call("die", "{}")).code());
            now.updateAndGet(time -> time.plusSeconds(61));
        }
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(60))));
    }

    @Test
    void one_that_hangs_is_told_to_stop() {
        var hung = assertThrows(
                Refusal.class,
                () -> server.invoke(call("hang", "{}"), Instant.now().plusMillis(200)));
        assertEquals(Code.TOOL_TIMEOUT, hung.code());
        assertEquals("deadline-reached", text(server.invoke(call("heard", "{}"), in(60))));
    }

    @Test
    void a_call_that_is_cancelled_ends_with_the_reason() throws Exception {
        var cancellation = new Cancellation();
        var hanging = threads.submit(() -> server.invoke(call("hang", "{}", cancellation), in(60)));
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(60))));
        cancellation.cancel(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
        assertEquals(Code.PLUGIN_REVOKED, refused(hanging).code());
        assertEquals("PLUGIN_REVOKED", text(server.invoke(call("heard", "{}"), in(60))));
        assertEquals(
                Code.PLUGIN_REVOKED, refused(call("hang", "{}", cancellation)).code());
    }

    @Test
    void a_hundred_megabytes_fail_their_own_call_alone() throws Exception {
        var flood = threads.submit(() -> server.invoke(call("flood", "{}"), in(100)));
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(100))));
        assertEquals(Code.RESULT_INVALID, refused(flood).code());
        assertEquals("y", text(server.invoke(call("echo", "{'text':'y'}"), in(100))));
    }

    @Test
    void an_answer_without_end_ends_the_server_and_not_the_host() {
        assertEquals(Code.RESULT_INVALID, refused(call("endless", "{}")).code());
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(60))));
    }

    @Test
    void answers_nobody_asked_for_change_nothing() {
        assertEquals("the truth", text(server.invoke(call("liar", "{}"), in(60))));
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(60))));
        assertEquals(Code.RESULT_INVALID, refused(call("garbage", "{}")).code());
    }

    @Test
    void one_that_asks_for_a_model_input_or_folders_gets_none() {
        assertEquals("answered -32601 -32601 -32601", text(server.invoke(call("asker", "{}"), in(60))));
    }

    @Test
    void changed_tools_are_noticed_and_differ_from_the_pin() throws Exception {
        var pinned = ToolSetPin.of(server.offers().getFirst());
        assertEquals(13, server.tools().size());
        server.invoke(call("change", "{}"), in(60));
        assertEquals("changed", here.events.poll(60, TimeUnit.SECONDS));
        var drift = pinned.to(ToolSetPin.of(server.offers().getFirst()));
        assertEquals(Set.of(FeatureName.tool("changed")), drift.added());
        assertEquals(Set.of(FeatureName.tool("die")), drift.removed());
    }

    @Test
    void an_aged_list_is_fetched_again() throws Exception {
        server.invoke(call("silently", "{}"), in(60));
        server.invoke(call("echo", "{'text':'x'}"), in(60));
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(4)));
        server.invoke(call("echo", "{'text':'x'}"), in(60));
        assertEquals(13, server.tools().size());
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        server.invoke(call("echo", "{'text':'x'}"), in(60));
        assertEquals("changed", here.events.poll(60, TimeUnit.SECONDS));
        assertEquals(14, server.tools().size());
    }

    @Test
    void control_characters_do_not_come_through() {
        assertEquals("a[31mbc\n\td", text(server.invoke(call("controls", "{}"), in(60))));
        var refusal = refused(call("unheard-of", "{}"));
        assertEquals(Code.TOOL_FAILED, refusal.code());
        assertEquals("-32601", refusal.details().get("rpcCode"));
        assertEquals("local.test/srv refused: no tools/call", refusal.getMessage());
    }

    @Test
    void a_trace_goes_along() {
        var along = new Propagated(Optional.of("a=b"), Optional.of("user=anna"));
        var meta = text(server.invoke(call("meta", "{}").with(along), in(60)));
        assertTrue(meta.contains("\"tracestate\":\"a=b\""), meta);
        assertTrue(meta.contains("\"baggage\":\"user=anna\""), meta);
        assertTrue(meta.contains("\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01\""), meta);
    }

    @Test
    void one_without_a_handshake_is_understood() {
        var modern = here.load(files, List.of(), node("srv", "server.mjs", "modern"));
        assertEquals("hostile", modern.offers().getFirst().info().getString("name"));
        var meta = text(modern.invoke(call("meta", "{}"), in(60)));
        assertTrue(meta.contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\""), meta);
        modern.close(Duration.ZERO);
    }

    @Test
    void closing_ends_calls_and_leaves_no_process() throws Exception {
        try (var starter = new ChildStarter()) {
            var runtime = new McpRuntime(starter, Needs.confinement(), Interpreters.ofThisMachine(), here);
            var generation = here.load(runtime, files, List.of(), node("a", "server.mjs"), node("b", "server.mjs"));
            assertEquals(2, starter.alive());
            var hanging = new FutureTask<>(() -> generation.invoke(call("a/hang", "{}"), in(60)));
            var caller = Thread.ofPlatform().start(hanging);
            while (caller.isAlive() && caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertEquals("x", text(generation.invoke(call("a/echo", "{'text':'x'}"), in(60))));
            var report = generation.close(Duration.ofMillis(100));
            assertEquals(1, report.cancelled());
            assertEquals(List.of(), report.left());
            assertEquals(Code.PLUGIN_DISABLED, refused(hanging).code());
            assertEquals(0, starter.alive());
            var late = assertThrows(Refusal.class, () -> generation.invoke(call("a/echo", "{}"), in(60)));
            assertEquals(Code.PLUGIN_DISABLED, late.code());
        }
    }

    private Refusal refused(Call call) {
        return assertThrows(Refusal.class, () -> server.invoke(call, in(100)));
    }

    private static Refusal refused(Future<Answer> call) throws InterruptedException {
        var failure = assertThrows(ExecutionException.class, call::get);
        return (Refusal) failure.getCause();
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }
}
