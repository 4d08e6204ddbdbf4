package dev.polar.runtime.java;

import static dev.polar.runtime.fixture.Probe.ask;
import static dev.polar.runtime.fixture.Probe.call;
import static dev.polar.runtime.fixture.Probe.in;
import static dev.polar.runtime.fixture.Probe.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JavaGenerationTest {
    private static Generation probe;

    @BeforeAll
    static void load() {
        probe = load(new FakeHost(Probe.ID));
    }

    @AfterAll
    static void unload() {
        probe.close(Duration.ZERO);
    }

    private static Generation load(FakeHost host) {
        var plugin = Probe.pf4j();
        return new Pf4jRuntime(InstantSource.system()).load(plugin.id(), plugin, Probe.ADMITTED, host.around());
    }

    private static Refusal refusal(String tool, String arguments) {
        return assertThrows(Refusal.class, () -> ask(probe, tool, arguments));
    }

    @Test
    void arguments_bind_to_a_record_of_the_plugins_and_its_result_to_json() {
        var answer = ask(probe, "trip", "{\"place\":\"Bern\",\"days\":2}");
        assertEquals(
                "{\"days\":2,\"place\":\"Bern\"}",
                answer.structured().orElseThrow().toString());
        assertEquals(
                "[{\"type\":\"text\",\"text\":\"{\\\"days\\\":2,\\\"place\\\":\\\"Bern\\\"}\"}]",
                answer.content().toString());
        assertFalse(answer.error());
    }

    @Test
    void a_component_of_type_json_stays_as_it_is_both_ways() {
        var text = "{\"name\":\"a\",\"rest\":{\"b\":[1,null,\"c\"]}}";
        assertEquals(text, json(probe, "keep", text));
        assertEquals(text, json(probe, "json", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"place\":1,\"days\":{}}", "{\"place\":\"Bern\",\"days\":\"two\"}"})
    void arguments_that_do_not_bind_are_refused(String arguments) {
        assertEquals(Code.ARGUMENTS_INVALID, refusal("trip", arguments).code());
    }

    @Test
    void a_record_that_rejects_its_components_says_why() {
        var refusal = refusal("trip", "{\"place\":\"Bern\",\"days\":-1}");
        assertEquals(Code.ARGUMENTS_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains("days are never negative"), refusal.getMessage());
    }

    @Test
    void plugin_code_runs_on_a_platform_thread_with_its_own_loader_as_context() {
        var where = json(probe, "where", "{}");
        for (var fact :
                new String[] {"\"virtual\":false", "\"daemon\":true", "\"ownLoader\":true", "\"interrupted\":false"}) {
            assertTrue(where.contains(fact), where);
        }
    }

    @Test
    void another_tool_is_asked_for_the_same_caller_with_the_plugins_types_bound_on_its_own_side() {
        assertEquals("{\"by\":\"desk\",\"trip\":{\"days\":2,\"place\":\"Bern\"}}", json(probe, "ask", "{}"));
    }

    @Test
    void json_that_somebody_wrote_is_handed_on_as_it_is_and_read_strictly() {
        assertEquals("{\"days\":2}", json(probe, "pass", "{\"written\":\" {\\\"days\\\" : 2} \"}"));
        assertEquals(
                Code.ARGUMENTS_INVALID,
                refusal("pass", "{\"written\":\"{\\\"days\\\":1,\\\"days\\\":2}\"}")
                        .code());
    }

    @Test
    void what_the_broker_refuses_passes_through_as_it_is() {
        var refusal = refusal("fetch", "{}");
        assertEquals(Code.PERMISSION_DENIED, refusal.code());
        assertEquals("ask for it in plugin.json", refusal.hint());
    }

    @ParameterizedTest
    @CsvSource({
        "ARGUMENTS_INVALID, ARGUMENTS_INVALID",
        "NOT_FOUND,         NOT_FOUND",
        "PLUGIN_REVOKED,    TOOL_FAILED",
        "APPROVAL_REQUIRED, TOOL_FAILED",
        "TOOL_TIMEOUT,      TOOL_FAILED",
        "AUDIT_UNAVAILABLE, TOOL_FAILED"
    })
    void a_plugin_refuses_with_codes_of_its_own_only(String thrown, Code seen) {
        var refusal = refusal("refuse", "{\"code\":\"" + thrown + "\"}");
        assertEquals(seen, refusal.code());
        assertTrue(refusal.getMessage().contains("the probe says no"), refusal.getMessage());
        assertTrue(seen.name().equals(thrown) || refusal.getMessage().contains(thrown), refusal.getMessage());
    }

    @Test
    void an_exception_is_told_in_one_clean_line_without_its_stack() {
        var refusal = refusal("fail", "{}");
        assertEquals(Code.TOOL_FAILED, refusal.code());
        assertEquals("acme.probe/fail failed: java.lang.IllegalStateException: no weather today", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"mute, Mute", "deep, StackOverflowError", "hungry, OutOfMemoryError"})
    void whatever_a_tool_throws_fails_that_call_alone(String tool, String named) {
        var refusal = refusal(tool, "{}");
        assertEquals(Code.TOOL_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
        assertEquals("{}", json(probe, "json", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "wordless", "long", "endless", "loop", "nan", "film", "album"})
    void an_answer_that_is_garbage_or_too_large_is_refused(String tool) {
        assertEquals(Code.RESULT_INVALID, refusal(tool, "{}").code());
    }

    @Test
    void half_a_character_becomes_a_question_mark() {
        assertEquals(
                "[{\"type\":\"text\",\"text\":\"?\"}]",
                ask(probe, "half", "{}").content().toString());
    }

    @Test
    void a_picture_becomes_mcp_image_content() {
        assertEquals(
                "[{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"}]",
                ask(probe, "picture", "{}").content().toString());
    }

    @Test
    void an_unknown_tool_is_unknown() {
        assertEquals(Code.TARGET_UNKNOWN, refusal("burn", "{}").code());
    }

    @Test
    void a_tool_that_hangs_is_answered_at_its_deadline() {
        var refusal =
                assertThrows(Refusal.class, () -> probe.invoke(call(probe, "hang", "{}"), in(Duration.ofMillis(50))));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
    }

    @Test
    void a_deadline_in_the_past_is_over() {
        var late = assertThrows(Refusal.class, () -> probe.invoke(call(probe, "hang", "{}"), Instant.EPOCH));
        assertEquals(Code.TOOL_TIMEOUT, late.code());
    }

    @Test
    void spinning_tools_that_hear_nothing_leave_their_neighbours_answered() {
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            assertThrows(
                    Refusal.class,
                    () -> probe.invoke(call(probe, "deaf", "{\"millis\":3000}"), in(Duration.ofMillis(10))));
        }
        var answer = CompletableFuture.supplyAsync(() -> json(probe, "json", "{}"), Thread::startVirtualThread);
        assertEquals("{}", answer.orTimeout(2, TimeUnit.SECONDS).join());
    }

    @Test
    void a_cancelled_call_ends_at_once_with_the_reason_even_if_the_tool_hears_nothing() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        var call = call(own, "deaf", "{\"millis\":5000}");
        var answer = CompletableFuture.supplyAsync(() ->
                assertThrows(Refusal.class, () -> own.invoke(call, in(Duration.ofSeconds(30)))));
        host.begun().acquire();
        var why = new Refusal(Code.PLUGIN_REVOKED, "revoked", "");
        call.cancellation().cancel(why);
        assertEquals(why, answer.get(2, TimeUnit.SECONDS));
    }

    @Test
    void a_call_that_was_cancelled_before_it_began_does_not_begin() {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        var call = call(own, "deaf", "{\"millis\":1}");
        var why = new Refusal(Code.PLUGIN_REVOKED, "revoked", "");
        call.cancellation().cancel(why);
        assertEquals(why, assertThrows(Refusal.class, () -> own.invoke(call, in(Duration.ofSeconds(30)))));
        own.close(Duration.ofSeconds(5));
        assertEquals(0, host.begun().availablePermits());
    }

    @Test
    void a_plugin_has_so_many_threads_and_no_more() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        var cancellation = new Cancellation();
        for (int i = 0; i < PluginThreads.MOST; i++) {
            var call = call(own, "hang", "{}");
            cancellation.onCancel(() -> call.cancellation().cancel(new Refusal(Code.PLUGIN_REVOKED, "revoked", "")));
            Thread.startVirtualThread(() ->
                    assertThrows(Refusal.class, () -> own.invoke(call, in(Duration.ofSeconds(50)))));
        }
        host.begun().acquire(PluginThreads.MOST);
        var refusal = assertThrows(Refusal.class, () -> ask(own, "json", "{}"));
        assertEquals(Code.CONCURRENCY_LIMITED, refusal.code());
        cancellation.cancel(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
        assertTrue(own.close(Duration.ofSeconds(10)).collected());
    }

    @Test
    void an_interrupt_that_came_late_does_not_reach_the_next_call() {
        for (int i = 0; i < 200; i++) {
            try {
                probe.invoke(call(probe, "json", "{}"), Instant.now().plusNanos(50_000L * (i % 8)));
            } catch (Refusal late) {
                assertEquals(Code.TOOL_TIMEOUT, late.code());
            }
            assertTrue(json(probe, "where", "{}").contains("\"interrupted\":false"));
        }
    }

    @Test
    void the_first_door_runs_work_on_the_plugins_thread_and_blames_the_plugin_for_what_it_throws() {
        var caller = new Caller.Operator("ada");
        assertEquals(
                "acme.probe",
                probe.enter(
                        caller,
                        in(Duration.ofSeconds(9)),
                        () -> Thread.currentThread().getThreadGroup().getName()));
        var refusal = assertThrows(
                Refusal.class,
                () -> probe.enter(caller, in(Duration.ofSeconds(9)), () -> {
                    throw new IOException("broken");
                }));
        assertEquals(Code.TOOL_FAILED, refusal.code());
    }

    @Test
    void closing_waits_for_what_runs_then_cancels_and_lets_nothing_new_in() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        var running = CompletableFuture.supplyAsync(() ->
                assertThrows(Refusal.class, () -> own.invoke(call(own, "hang", "{}"), in(Duration.ofSeconds(30)))));
        host.begun().acquire();
        var report = own.close(Duration.ofMillis(100));
        var refused = running.get(2, TimeUnit.SECONDS);
        assertEquals(Code.PLUGIN_DISABLED, refused.code());
        assertEquals(1, report.cancelled());
        assertTrue(report.collected(), report.toString());
        assertEquals(
                Code.PLUGIN_DISABLED,
                assertThrows(Refusal.class, () -> ask(own, "json", "{}")).code());
        assertEquals(report, own.close(Duration.ZERO));
    }

    @Test
    void a_call_that_ends_in_time_is_not_cancelled_by_closing() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        var call = call(own, "deaf", "{\"millis\":300}");
        var running = CompletableFuture.supplyAsync(() -> own.invoke(call, in(Duration.ofSeconds(30))));
        host.begun().acquire();
        var report = own.close(Duration.ofSeconds(20));
        assertEquals(
                "[{\"type\":\"text\",\"text\":\"at last\"}]",
                running.get(2, TimeUnit.SECONDS).content().toString());
        assertEquals(0, report.cancelled());
    }

    @Test
    void what_is_cut_off_is_interrupted_with_the_threads_it_started_and_nothing_of_it_runs_on() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        ask(own, "stay", "{\"name\":\"probe cut off\"}");
        host.begun().drainPermits();
        var call = call(own, "hang", "{}");
        var running = CompletableFuture.supplyAsync(() ->
                assertThrows(Refusal.class, () -> own.invoke(call, in(Duration.ofSeconds(30)))));
        host.begun().acquire();
        var report = own.cut(Duration.ofSeconds(20));
        running.get(2, TimeUnit.SECONDS);
        assertEquals(1, report.cancelled());
        assertFalse(report.running(), report.toString());
        assertTrue(report.collected(), report.toString());
        assertEquals(report, own.close(Duration.ZERO));
    }

    @Test
    void code_that_does_not_end_when_it_is_cut_off_is_told_and_nobody_waits_longer_than_the_notice() {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        assertThrows(
                Refusal.class, () -> own.invoke(call(own, "deaf", "{\"millis\":8000}"), in(Duration.ofMillis(20))));
        var report = own.cut(Duration.ofMillis(100));
        assertTrue(report.running(), report.toString());
        assertTrue(
                report.left().getFirst().matches("acme.probe/deaf has run for [0-4] s"),
                report.left().toString());
    }

    @Test
    void what_a_bad_plugin_left_is_named() {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        ask(own, "stay", "{\"name\":\"probe lingers\"}");
        var report = own.close(Duration.ZERO);
        assertFalse(report.collected());
        assertEquals(List.of("thread 'probe lingers' is alive"), report.left());
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("probe lingers"))
                .forEach(Thread::interrupt);
    }

    @Test
    void a_call_that_does_not_end_is_named_with_how_long_it_has_run() {
        var host = new FakeHost(Probe.ID);
        var own = load(host);
        assertThrows(
                Refusal.class, () -> own.invoke(call(own, "deaf", "{\"millis\":5000}"), in(Duration.ofMillis(20))));
        assertTrue(
                own.overdue().getFirst().startsWith("acme.probe/deaf has run for "),
                own.overdue().toString());
        var report = own.close(Duration.ofSeconds(30)); // which nobody waits for
        assertEquals(0, report.cancelled());
        assertTrue(
                report.left().getFirst().matches("acme.probe/deaf has run for \\d+ s"),
                report.left().toString());
    }
}
