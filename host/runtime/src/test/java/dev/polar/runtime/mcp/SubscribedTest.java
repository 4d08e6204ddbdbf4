package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Being told when what stands at an address changes, over both transports and in both shapes of the protocol. */
@Timeout(60)
class SubscribedTest {
    private static final Target READS = Target.named(Here.PLUGIN, "resource:srv");

    @TempDir
    Path files;

    @TempDir
    Path data;

    private Here here;
    private Optional<WrittenServer> started = Optional.empty();

    @AfterEach
    void end() {
        started.ifPresent(WrittenServer::close);
    }

    @ParameterizedTest
    @CsvSource({"stdio, legacy", "stdio, modern", "http, legacy", "http, modern"})
    void a_server_is_asked_once_for_an_address_and_told_when_nobody_wants_it_any_more(String transport, String revision)
            throws Exception {
        var server = start(transport, revision);
        assertTrue(server.tells("srv"));
        subscribe(server, "note://a");
        subscribe(server, "note://a");
        assertEquals(1, asked(server, revision));
        assertEquals(List.of("note://a"), listened(server));
        heard(server, "note://a", "note://a");
        heard(server, "note://a/part#2", "note://a");
        touch(server, "note://b", 1);
        touch(server, "note://ab", 1);
        heard(server, "note://a", "note://a"); // and nothing of the others before it
        server.unsubscribe(READS.name(), "note://a", () -> true);
        assertEquals(List.of("note://a"), listened(server), "somebody wants it by now");
        server.unsubscribe(READS.name(), "note://a", () -> false);
        until(() -> listened(server).isEmpty());
        touch(server, "note://a", 3);
        assertEquals(List.of(), List.copyOf(here.events));
    }

    @ParameterizedTest
    @CsvSource({"stdio, legacy, NOT_FOUND", "stdio, modern, TOOL_FAILED", "http, modern, TOOL_FAILED"})
    void an_address_that_a_server_does_not_agree_to_is_refused_and_others_stay(
            String transport, String revision, Code code) throws Exception {
        var server = start(transport, revision);
        subscribe(server, "note://a");
        var refusal = assertThrows(Refusal.class, () -> subscribe(server, "note://gone"));
        assertEquals(code, refusal.code(), refusal.getMessage());
        until(() -> listened(server).equals(List.of("note://a"))); // a stream that gave way is closed a little later
        heard(server, "note://a", "note://a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void a_server_that_was_started_again_is_asked_again_and_all_may_have_changed(String revision) throws Exception {
        var server = start("stdio", revision);
        subscribe(server, "note://a");
        subscribe(server, "note://b");
        assertThrows(Refusal.class, () -> server.invoke(call("die", "{}"), in(30)));
        until(() -> listened(server).equals(List.of("note://a", "note://b")));
        var told = List.of(next(), next());
        assertTrue(told.containsAll(List.of("resource:srv note://a", "resource:srv note://b")), told.toString());
        heard(server, "note://b", "note://b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void a_server_that_ends_while_nobody_calls_is_started_again_for_who_subscribed(String revision) throws Exception {
        var server = start("stdio", revision);
        subscribe(server, "note://a");
        server.invoke(call("dieSoon", "{}"), in(30));
        assertEquals("resource:srv note://a", next(), "it may have changed meanwhile");
        heard(server, "note://a", "note://a");
    }

    @Test
    void a_server_that_nobody_subscribed_to_is_not_started_before_the_next_call() throws Exception {
        var server = start("stdio", "legacy");
        server.invoke(call("dieSoon", "{}"), in(30));
        until(() -> state(server, "ended"));
        assertEquals(List.of(), List.copyOf(here.events));
        assertEquals(List.of(), listened(server));
    }

    @Test
    void a_server_that_goes_on_ending_is_not_started_again_for_ever() throws Exception {
        var now = new AtomicReference<>(Instant.now());
        var server = start("stdio", "legacy", now::get);
        subscribe(server, "note://a");
        for (int i = 0; i < 3; i++) {
            server.invoke(call("dieSoon", "{}"), in(30));
            assertEquals("resource:srv note://a", next());
            now.updateAndGet(before -> before.plusSeconds(6));
        }
        server.invoke(call("dieSoon", "{}"), in(30));
        assertEquals("quarantined PLUGIN_QUARANTINED", next());
    }

    private static boolean state(McpGeneration server, String begins) {
        return server.states().get("srv").startsWith(begins);
    }

    private void subscribe(McpGeneration server, String uri) {
        server.invoke(call(READS.subscription(), "{'uri':'" + uri + "'}", new Cancellation()), in(30));
    }

    private void heard(McpGeneration server, String touched, String told) throws Exception {
        touch(server, touched, 1);
        assertEquals("resource:srv " + told, next());
    }

    private String next() throws InterruptedException {
        return Objects.requireNonNullElse(here.events.poll(20, TimeUnit.SECONDS), "nothing within 20 s");
    }

    private static void touch(McpGeneration server, String uri, int times) {
        server.invoke(call("touch", "{'uri':'" + uri + "','times':" + times + "}"), in(30));
    }

    /** How often the server was asked to say something. */
    private static int asked(McpGeneration server, String revision) {
        return state(server).getInt(revision.equals("modern") ? "listen" : "subscribe");
    }

    private static List<String> listened(McpGeneration server) {
        return state(server).getJsonArray("now").getValuesAs(JsonString::getString);
    }

    private static JsonObject state(McpGeneration server) {
        var said = server.invoke(call("state", "{}"), in(30)).content().getJsonObject(0);
        return json(said.getString("text"));
    }

    private static void until(BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 20 s");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private McpGeneration start(String transport, String revision) throws IOException {
        return start(transport, revision, InstantSource.system());
    }

    private McpGeneration start(String transport, String revision, InstantSource clock) throws IOException {
        here = new Here(data, clock);
        var server = WrittenServer.start("/telling-server.mjs", files, here, transport, revision);
        started = Optional.of(server);
        return server.generation();
    }
}
