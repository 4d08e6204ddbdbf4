package dev.polar.worker;

import static dev.polar.runtime.fixture.Probe.ask;
import static dev.polar.runtime.fixture.Probe.call;
import static dev.polar.runtime.fixture.Probe.in;
import static dev.polar.runtime.fixture.Probe.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Probe;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers see of a plugin is the same wherever it runs, and whatever its format. */
@ParameterizedClass(name = "{0}")
@EnumSource(BothPlacesTest.Where.class)
@Timeout(120)
class BothPlacesTest {
    enum Where {
        PF4J_IN_THE_HOST,
        PF4J_IN_A_WORKER,
        OSGI_IN_THE_HOST,
        OSGI_IN_A_WORKER;

        Place place() {
            return this == PF4J_IN_A_WORKER || this == OSGI_IN_A_WORKER ? Place.WORKER : Place.HOST;
        }

        Generation load(FakeHost host) {
            var plugin = this == PF4J_IN_THE_HOST || this == PF4J_IN_A_WORKER ? Probe.pf4j() : Probe.osgi();
            return place().load(plugin, host);
        }
    }

    private static final Map<Where, Generation> LOADED = new ConcurrentHashMap<>();

    @Parameter
    Where where;

    @AfterAll
    static void unload() {
        LOADED.values().forEach(one -> one.close(Duration.ZERO));
    }

    private Generation probe() {
        return LOADED.computeIfAbsent(where, place -> place.load(new FakeHost(Probe.ID)));
    }

    private Refusal refusal(String tool, String arguments) {
        return assertThrows(Refusal.class, () -> ask(probe(), tool, arguments));
    }

    @Test
    void records_say_what_held_it() {
        assertEquals(
                where.place() == Place.WORKER ? Enforcement.CONFINED_BWRAP : Enforcement.DECLARED,
                probe().enforcement());
    }

    @Test
    void arguments_bind_to_a_record_of_the_plugins_and_its_result_to_json() {
        var answer = ask(probe(), "trip", "{\"place\":\"Bern\",\"days\":2}");
        assertEquals(
                "{\"days\":2,\"place\":\"Bern\"}",
                answer.structured().orElseThrow().toString());
        assertEquals(
                "{\"days\":2,\"place\":\"Bern\"}",
                answer.content().getJsonObject(0).getString("text"));
        assertEquals("text", answer.content().getJsonObject(0).getString("type"));
        assertFalse(answer.error());
    }

    @Test
    void a_component_of_type_json_stays_as_it_is_both_ways() {
        var text = "{\"name\":\"a\",\"rest\":{\"b\":[1,null,\"c\"]}}";
        assertEquals(text, json(probe(), "keep", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"place\":1,\"days\":{}}", "{\"place\":\"Bern\",\"days\":-1}"})
    void arguments_that_do_not_bind_are_refused(String arguments) {
        assertEquals(Code.ARGUMENTS_INVALID, refusal("trip", arguments).code());
    }

    @Test
    void plugin_code_runs_on_a_platform_thread_with_its_own_loader_as_context() {
        var seen = json(probe(), "where", "{}");
        for (var fact : new String[] {"\"virtual\":false", "\"ownLoader\":true", "\"interrupted\":false"}) {
            assertTrue(seen.contains(fact), seen);
        }
    }

    @Test
    void its_resources_and_services_are_read() {
        assertEquals(
                "{\"services\":[\"First\",\"Second\"],\"stream\":\"good morning\",\"url\":\"good morning\"}",
                json(probe(), "read", "{\"path\":\"greeting file.txt\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.polar.runtime.Generation",
                "dev.polar.worker.Worker",
                "dev.polar.trust.key.SigningKey",
                "org.pf4j.PluginManager",
                "org.osgi.framework.FrameworkUtil",
                "jakarta.json.Json",
                "sun.misc.Unsafe"
            })
    void what_is_not_shared_is_not_seen(String name) {
        assertEquals("{\"seen\":[]}", json(probe(), "see", "{\"names\":[\"" + name + "\"]}"));
    }

    @Test
    void another_tool_is_asked_for_the_same_caller() {
        assertEquals("{\"by\":\"desk\",\"trip\":{\"days\":2,\"place\":\"Bern\"}}", json(probe(), "ask", "{}"));
    }

    @Test
    void what_the_broker_refuses_passes_through_as_it_is() {
        var refusal = refusal("fetch", "{}");
        assertEquals(Code.PERMISSION_DENIED, refusal.code());
        assertEquals("ask for it in plugin.json", refusal.hint());
        assertEquals("no grant for net.connect(weather.example)", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "ARGUMENTS_INVALID, ARGUMENTS_INVALID",
        "NOT_FOUND,         NOT_FOUND",
        "PLUGIN_REVOKED,    TOOL_FAILED",
        "APPROVAL_REQUIRED, TOOL_FAILED",
        "TOOL_TIMEOUT,      TOOL_FAILED",
        "PLUGIN_CRASHED,    TOOL_FAILED"
    })
    void a_plugin_refuses_with_codes_of_its_own_only(String thrown, Code seen) {
        var refusal = refusal("refuse", "{\"code\":\"" + thrown + "\"}");
        assertEquals(seen, refusal.code());
        assertTrue(refusal.getMessage().contains("the probe says no"), refusal.getMessage());
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
        assertEquals("{}", json(probe(), "json", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "wordless", "long", "endless", "loop", "nan", "film", "album"})
    void an_answer_that_is_garbage_or_too_large_is_refused(String tool) {
        assertEquals(Code.RESULT_INVALID, refusal(tool, "{}").code());
        assertEquals("{}", json(probe(), "json", "{}"));
    }

    @Test
    void half_a_character_becomes_a_question_mark() {
        assertEquals("?", ask(probe(), "half", "{}").content().getJsonObject(0).getString("text"));
    }

    @Test
    void a_picture_becomes_mcp_image_content() {
        var picture = ask(probe(), "picture", "{}").content().getJsonObject(0);
        assertEquals("AAAA", picture.getString("data"));
        assertEquals("image/png", picture.getString("mimeType"));
    }

    @Test
    void an_unknown_tool_is_unknown() {
        assertEquals(Code.TARGET_UNKNOWN, refusal("burn", "{}").code());
    }

    @Test
    void a_tool_that_hangs_is_answered_at_its_deadline_and_then_ends() throws Exception {
        var refusal = assertThrows(
                Refusal.class, () -> probe().invoke(call(probe(), "hang", "{}"), in(Duration.ofMillis(50))));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
        assertEquals("{}", json(probe(), "json", "{}"));
    }

    @Test
    void a_deadline_in_the_past_is_over() {
        var late = assertThrows(Refusal.class, () -> probe().invoke(call(probe(), "hang", "{}"), Instant.EPOCH));
        assertEquals(Code.TOOL_TIMEOUT, late.code());
    }

    @Test
    void a_cancelled_call_ends_at_once_with_the_reason_even_if_the_tool_hears_nothing() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = where.load(host);
        var call = call(own, "deaf", "{\"millis\":3000}");
        var answer = CompletableFuture.supplyAsync(
                () -> assertThrows(Refusal.class, () -> own.invoke(call, in(Duration.ofSeconds(30)))),
                Thread::startVirtualThread);
        host.begun().acquire();
        var why = new Refusal(Code.PLUGIN_REVOKED, "revoked", "");
        call.cancellation().cancel(why);
        assertEquals(why, answer.get(2, TimeUnit.SECONDS));
        assertTrue(
                own.overdue().getFirst().startsWith("acme.probe/deaf has run for "),
                own.overdue().toString());
        own.cut(Duration.ofSeconds(10));
    }

    @Test
    void a_call_that_was_cancelled_before_it_began_does_not_begin() {
        var host = new FakeHost(Probe.ID);
        var own = where.load(host);
        var call = call(own, "deaf", "{\"millis\":1}");
        var why = new Refusal(Code.PLUGIN_REVOKED, "revoked", "");
        call.cancellation().cancel(why);
        assertEquals(why, assertThrows(Refusal.class, () -> own.invoke(call, in(Duration.ofSeconds(30)))));
        own.close(Duration.ofSeconds(5));
        assertEquals(0, host.begun().availablePermits());
    }

    @Test
    void closing_waits_for_what_runs_then_cancels_and_lets_nothing_new_in() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = where.load(host);
        var running = CompletableFuture.supplyAsync(
                () -> assertThrows(
                        Refusal.class, () -> own.invoke(call(own, "hang", "{}"), in(Duration.ofSeconds(30)))),
                Thread::startVirtualThread);
        host.begun().acquire();
        var report = own.close(Duration.ofMillis(100));
        assertEquals(Code.PLUGIN_DISABLED, running.get(2, TimeUnit.SECONDS).code());
        assertEquals(1, report.cancelled());
        assertTrue(report.collected(), report.toString());
        assertFalse(report.running(), report.toString());
        assertEquals(
                Code.PLUGIN_DISABLED,
                assertThrows(Refusal.class, () -> ask(own, "json", "{}")).code());
    }

    @Test
    void a_call_that_ends_in_time_is_not_cancelled_by_closing() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = where.load(host);
        var call = call(own, "deaf", "{\"millis\":300}");
        var running = CompletableFuture.supplyAsync(
                () -> own.invoke(call, in(Duration.ofSeconds(30))), Thread::startVirtualThread);
        host.begun().acquire();
        var report = own.close(Duration.ofSeconds(20));
        assertEquals(
                "at last",
                running.get(2, TimeUnit.SECONDS).content().getJsonObject(0).getString("text"));
        assertEquals(0, report.cancelled());
    }

    @Test
    void what_is_cut_off_ends_with_the_threads_it_started() throws Exception {
        var host = new FakeHost(Probe.ID);
        var own = where.load(host);
        ask(own, "stay", "{\"name\":\"" + where + " cut off\"}");
        var running = CompletableFuture.supplyAsync(
                () -> assertThrows(
                        Refusal.class, () -> own.invoke(call(own, "hang", "{}"), in(Duration.ofSeconds(30)))),
                Thread::startVirtualThread);
        host.begun().acquire();
        var report = own.cut(Duration.ofSeconds(20));
        running.get(2, TimeUnit.SECONDS);
        assertFalse(report.running(), report.toString());
        assertTrue(report.collected(), report.toString());
    }
}
