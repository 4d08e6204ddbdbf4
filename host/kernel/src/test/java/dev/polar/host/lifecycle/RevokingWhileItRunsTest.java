package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.gate.Outcome;
import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Trace;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RevokingWhileItRunsTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private Cable cable;
    private Database pool;
    private TestHost host;

    @BeforeEach
    void startAHost() throws IOException {
        cable = new Cable(database.port());
        pool = database.reopenedThrough(cable.port());
        host = TestHost.start(data, pool);
        host.install(Pack.code("local.notes", "1.0.0", "wait", "look"));
        host.enable("local.notes");
    }

    @AfterEach
    void stopTheHost() throws IOException {
        host.close();
        pool.close();
        cable.close();
    }

    @Test
    void a_call_inside_is_cancelled_and_the_next_one_refused() throws Exception {
        var inside = CompletableFuture.supplyAsync(() -> call("wait"));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        var done = host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        assertEquals("1", done.facts().get("cancelled"));
        assertEquals(Code.PLUGIN_REVOKED, refused(inside.get(10, TimeUnit.SECONDS)));
        assertEquals(Code.PLUGIN_REVOKED, refused(call("look")));
        assertTrue(host.echo.loaded.isEmpty());
        System.out.println("in force after " + done.facts().get("inForceAfterMicros") + " us");
    }

    @Test
    void the_record_of_a_call_that_was_cut_lists_what_it_had_used() throws Exception {
        var usage = new Usage();
        var inside = CompletableFuture.supplyAsync(() -> call("wait", usage));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        usage.permission("net.connect:api.example:443");
        usage.secret("api-token");
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        assertEquals(Code.PLUGIN_REVOKED, refused(inside.get(10, TimeUnit.SECONDS)));
        for (var used : List.of("net.connect:api.example:443", "api-token")) {
            assertEquals(1, host.records("%" + used + "%\"stage\":\"OUTCOME\"%"), used);
        }
        assertEquals(1, host.records("%PLUGIN_REVOKED%\"stage\":\"OUTCOME\"%local.notes/wait%"));
    }

    @Test
    void a_call_inside_a_tool_that_is_taken_back_is_cancelled_and_its_neighbour_answers() throws Exception {
        var inside = CompletableFuture.supplyAsync(() -> call("wait"));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        var done = host.run("revoke", "local.notes/wait", "kind", "tool", "reason", "deletes too much");
        assertEquals("1", done.facts().get("cancelled"));
        assertEquals(Code.PLUGIN_REVOKED, refused(inside.get(10, TimeUnit.SECONDS)));
        assertEquals(Code.PLUGIN_REVOKED, refused(call("wait")));
        assertEquals(Optional.empty(), refusal(call("look")));
        assertTrue(host.live("local.notes"));
    }

    @Test
    void a_tool_taken_back_softly_lets_finish_what_is_inside() throws Exception {
        var inside = CompletableFuture.supplyAsync(() -> call("wait"));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        host.run("revoke", "local.notes/wait", "kind", "tool", "mode", "soft", "reason", "superseded");
        assertEquals(Code.PLUGIN_REVOKED, refused(call("wait")));
        host.echo.goOn.countDown();
        assertEquals(Optional.empty(), refusal(inside.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void after_a_soft_revocation_a_call_inside_may_finish() throws Exception {
        var inside = CompletableFuture.supplyAsync(() -> call("wait"));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        host.run("revoke", "local.notes", "kind", "plugin", "mode", "soft", "reason", "superseded");
        assertEquals(Code.PLUGIN_REVOKED, refused(call("look")));
        host.echo.goOn.countDown();
        assertEquals(Optional.empty(), refusal(inside.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void what_a_soft_revocation_lets_finish_may_use_what_it_holds_until_a_hard_one_follows() throws Exception {
        var inside = CompletableFuture.supplyAsync(() -> call("wait"));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        var generation = host.echo.loaded.get("local.notes");
        generation.patient = true;
        host.run("revoke", "local.notes", "kind", "plugin", "mode", "soft", "reason", "superseded");
        assertThrows(UnsupportedOperationException.class, generation.host::storage, "the grant still holds");
        var done = host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        assertEquals("1", done.facts().get("cancelled"));
        assertRefused(Code.PLUGIN_REVOKED, generation.host::storage);
        assertEquals(Code.PLUGIN_REVOKED, refused(inside.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void code_that_does_not_end_taints_the_node_which_admits_nothing_until_it_starts_again() throws Exception {
        host.install(Pack.code("local.deaf", "1.0.0", "look").with("deaf", "yes"));
        host.enable("local.deaf");
        assertEquals(Optional.empty(), refusal(call("look")));
        host.run("revoke", "local.deaf", "kind", "plugin", "reason", "key stolen");
        assertEquals(Code.TAINTED, refused(call("look")));
        assertTrue(host.lifecycle.isTainted());
        assertEquals(1, host.records("%\"action\":\"taint\"%TAINTED%"));
        host.close();
        host = TestHost.start(data, pool);
        assertEquals(Optional.empty(), refusal(call("look")));
    }

    @Test
    void without_the_database_a_revocation_holds_at_once_and_is_recorded_later() throws Exception {
        assertEquals(Optional.empty(), refusal(call("look")));
        cable.pull();
        var done = host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        assertEquals("false", done.facts().get("recorded"));
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.notes").code());
        assertTrue(host.echo.loaded.isEmpty());
        assertEquals(1, Files.readAllLines(data.resolve("revocations.jsonl")).size());
        await(() -> host.lifecycle.unrecorded() == 2); // the revocation and what it ended
        assertRefused(Code.DATABASE_UNAVAILABLE, () -> host.run("uninstall", "local.notes"));
        cable.plug();
        await(() -> host.lifecycle.unrecorded() == 0);
        assertEquals(Optional.of(State.REVOKED), host.state("local.notes"));
        assertEquals(1, host.count("consent WHERE object LIKE 'revocation:%'"));
        assertEquals(1, host.records("%\"action\":\"revoke\"%\"decision\":\"ALLOW\"%"));
    }

    @Test
    void a_restart_before_it_could_be_recorded_finds_it_in_the_file() throws Exception {
        cable.pull();
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        host.close();
        pool.close();
        cable.plug();
        pool = database.reopenedThrough(cable.port());
        host = TestHost.start(data, pool);
        assertEquals(Optional.of(State.REVOKED), host.state("local.notes"));
        assertEquals(Code.PLUGIN_REVOKED, refused(call("look")));
        assertEquals(1, host.records("%\"action\":\"revoke\"%\"decision\":\"ALLOW\"%"));
    }

    private Outcome call(String tool) {
        return call(tool, new Usage());
    }

    private Outcome call(String tool, Usage usage) {
        return host.gate.call(new Call(
                UUID.randomUUID().toString(),
                Target.tool(new PluginId("local.notes"), tool),
                JsonValue.EMPTY_JSON_OBJECT,
                new Caller.Operator("alice"),
                "a-session",
                new Trace(""),
                Optional.empty(),
                usage,
                new Cancellation()));
    }

    private static Optional<Code> refusal(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                ? Optional.of(refused.why().code())
                : Optional.empty();
    }

    private static Code refused(Outcome outcome) {
        return refusal(outcome).orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(20_000_000);
        }
    }
}
