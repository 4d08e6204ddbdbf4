package dev.polar.worker;

import static dev.polar.runtime.fixture.Probe.ask;
import static dev.polar.runtime.fixture.Probe.in;
import static dev.polar.runtime.fixture.Probe.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Generation;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin that has taken its process over, and speaks the protocol itself. */
@Timeout(120)
class WorkerAttackTest {
    private static final Caller ADA = new Caller.Client("ada");
    private static final Caller BOB = new Caller.Client("bob");

    /** Makes what the plugin may do depend on who asks. */
    private static final Grant TOOLS = Grant.parse(List.of("tool.call(acme.other/echo)"));

    private final OpenHost host = new OpenHost();
    private final CountDownLatch open = new CountDownLatch(1);
    private Generation rogue = Place.WORKER.load(Rogue.plugin(), host);

    @AfterEach
    void end() {
        open.countDown();
        rogue.cut(Duration.ofSeconds(5));
    }

    private void reload(OpenHost other, Grant grant) {
        rogue.cut(Duration.ofSeconds(5));
        rogue = Place.WORKER.load(Rogue.plugin(), other, grant);
    }

    private Refusal refusal(String tool, String arguments) {
        return assertThrows(Refusal.class, () -> ask(rogue, tool, arguments));
    }

    private CompletableFuture<Object> begin(Call call, Duration time) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return rogue.invoke(call, in(time));
                    } catch (Refusal why) {
                        return why;
                    }
                },
                Thread::startVirtualThread);
    }

    private static String say(String line, String more) {
        return "{\"line\":\"" + line.replace("\"", "\\\"") + "\"" + more + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools.list\",\"params\":{\"handle\":\"00112233445566778899aabbccddeeff\"}} => a handle that it was never given",
                "{\"jsonrpc\":\"2.0\",\"id\":4242,\"result\":{}} => an answer to a request that it was never asked",
                "{\"jsonrpc\":\"2.0\",\"id\":\"4242\",\"result\":{}} => an answer to a request that it was never asked",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools.list\",\"params\":{\"handle\":7}} => 'handle' is missing or of another kind",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"burn\",\"params\":{\"handle\":\"HANDLE\"}} => there is no 'burn'",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"storage.read\",\"params\":{\"path\":1}} => 'path' is missing or of another kind",
                "{\"jsonrpc\":\"2.0\",\"method\":\"burn\"} => a notice that does not exist",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"storage.list\",\"params\":DEEP} => a line that is no message",
                "hello => a line that is no message"
            })
    void what_polars_own_code_would_not_say_ends_the_process_for_good(String line, String expected) {
        var refusal = refusal("say", say(line, ",\"wait\":1"));
        assertEquals(Code.PLUGIN_CRASHED, refusal.code());
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
        var after = refusal("echo", "{}");
        assertEquals(Code.PLUGIN_QUARANTINED, after.code());
        assertTrue(after.getMessage().contains(expected), after.getMessage());
        assertEquals(Code.PLUGIN_QUARANTINED, Place.QUARANTINED.get(rogue.id()).code());
        assertTrue(host.asked().isEmpty(), host.asked().toString());
    }

    @Test
    void a_line_that_is_too_long_ends_it() {
        var refusal = refusal("say", say("\"WIDE\"", ",\"wide\":17000000,\"wait\":1"));
        assertEquals(Code.PLUGIN_CRASHED, refusal.code());
    }

    @Test
    void more_requests_at_once_than_it_may_make_end_it() {
        reload(new OpenHost(open), Grant.NONE);
        var line = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools.list\",\"params\":{\"handle\":\"HANDLE\"}}";
        var refusal = refusal("say", say(line, ",\"times\":200,\"wait\":1"));
        assertEquals(Code.PLUGIN_CRASHED, refusal.code());
        assertTrue(refusal.getMessage().contains("more than 64 requests at once"), refusal.getMessage());
    }

    @Test
    void a_flood_of_lines_for_its_log_ends_it() {
        var line = "{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"level\":\"INFO\",\"text\":\"x\"}}";
        var refusal = refusal("say", say(line, ",\"times\":6000,\"wait\":1"));
        assertTrue(refusal.getMessage().contains("lines for its log"), refusal.getMessage());
    }

    @Test
    void the_handle_of_a_call_that_ended_is_worth_nothing() {
        var old = ask(rogue, "handle", "{}").content().getJsonObject(0).getString("text");
        var line = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools.list\",\"params\":{\"handle\":\"" + old + "\"}}";
        ask(rogue, "say", say(line, ""));
        assertEquals("{}", json(rogue, "echo", "{}"));
        assertTrue(host.asked().isEmpty(), host.asked().toString());
    }

    @Test
    void a_handle_that_is_good_speaks_for_its_caller_alone() throws Exception {
        var line = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools.list\",\"params\":{\"handle\":\"HANDLE\"}}";
        begin(Rogue.call(rogue, BOB, "say", say(line, ",\"wait\":1")), Duration.ofSeconds(60));
        host.begun().acquire();
        assertEquals(List.of("bob:tools"), List.copyOf(host.asked()));
    }

    @Test
    void nobody_elses_handle_is_good_while_a_caller_is_answered() throws Exception {
        reload(host, TOOLS);
        var adas = Rogue.call(rogue, ADA, "hold", "{}");
        var held = begin(adas, Duration.ofSeconds(60));
        host.begun().acquire();
        var late = (Refusal) begin(Rogue.call(rogue, BOB, "echo", "{}"), Duration.ofMillis(300))
                .get(10, TimeUnit.SECONDS);
        assertEquals(Code.TOOL_TIMEOUT, late.code());
        assertTrue(late.getMessage().contains("one caller at a time"), late.getMessage());
        var bobs = begin(Rogue.call(rogue, BOB, "echo", "{}"), Duration.ofSeconds(60));
        adas.cancellation().cancel(new Refusal(Code.TOOL_TIMEOUT, "enough", ""));
        held.get(10, TimeUnit.SECONDS);
        assertTrue(bobs.get(10, TimeUnit.SECONDS) instanceof Answer);
    }

    @Test
    void calls_of_one_caller_overlap_and_so_do_those_it_makes_through_others() throws Exception {
        reload(host, TOOLS);
        var held = begin(Rogue.call(rogue, ADA, "hold", "{}"), Duration.ofSeconds(60));
        host.begun().acquire();
        var through = new Caller.OtherPlugin(new PluginId("acme.other"), ADA);
        for (var caller : List.of(ADA, through)) {
            var answer = begin(Rogue.call(rogue, caller, "echo", "{}"), Duration.ofSeconds(20));
            assertTrue(answer.get(30, TimeUnit.SECONDS) instanceof Answer);
        }
        assertTrue(!held.isDone());
    }

    @Test
    void where_it_does_not_matter_who_asks_callers_do_not_wait_for_each_other() throws Exception {
        begin(Rogue.call(rogue, ADA, "hold", "{}"), Duration.ofSeconds(60));
        host.begun().acquire();
        var answer = begin(Rogue.call(rogue, BOB, "echo", "{}"), Duration.ofSeconds(20));
        assertTrue(answer.get(30, TimeUnit.SECONDS) instanceof Answer);
    }

    @Test
    void what_is_asked_in_the_name_of_a_call_ends_with_it() throws Exception {
        var slow = new OpenHost(open);
        reload(slow, Grant.NONE);
        var call = Rogue.call(rogue, ADA, "hold", "{}");
        var held = begin(call, Duration.ofSeconds(60));
        slow.begun().acquire();
        call.cancellation().cancel(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
        held.get(10, TimeUnit.SECONDS);
        assertEquals("ada:tools", slow.asked().poll(10, TimeUnit.SECONDS));
        assertEquals("ada:interrupted", slow.asked().poll(10, TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(slow.asked()));
    }

    @Test
    void on_a_thread_that_answers_no_call_only_its_own_files_are_to_be_had() {
        assertEquals(
                "{\"documents\":\"PERMISSION_DENIED\",\"http\":\"PERMISSION_DENIED\",\"secret\":\"PERMISSION_DENIED\","
                        + "\"storage\":\"done\",\"tools\":\"PERMISSION_DENIED\"}",
                json(rogue, "threads", "{}"));
        assertEquals(List.of("nobody:list"), List.copyOf(host.asked()));
    }

    @Test
    void what_it_prints_goes_to_its_log_and_nobody_takes_it_for_an_answer() throws Exception {
        assertEquals("-1", ask(rogue, "print", "{}").content().getJsonObject(0).getString("text"));
        assertEquals("{}", json(rogue, "echo", "{}"));
        String line;
        do {
            line = host.logged().poll(10, TimeUnit.SECONDS);
        } while (line != null && !line.contains("printed by the plugin"));
        assertNotNull(line);
    }
}
