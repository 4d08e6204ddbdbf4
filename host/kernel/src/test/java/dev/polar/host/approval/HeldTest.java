package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.Outcome;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Callers who wait for a word. */
@Execution(ExecutionMode.SAME_THREAD) // each test has a database of its own
class HeldTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Executor THREADS = Thread::startVirtualThread;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final Caller client = AskedWorld.client();
    private AskedWorld world;

    @BeforeEach
    void a_world() {
        world = new AskedWorld(data, database.get(), List.of());
    }

    @AfterEach
    void the_end() {
        world.close();
    }

    @Test
    void a_held_call_goes_on_by_itself_once_there_is_a_yes_and_runs_once() throws Exception {
        var held = hold(Patience.of(LONG));
        var id = world.open();
        world.approve(world.anna, id, "uses", "3");
        assertInstanceOf(Outcome.Answered.class, held.get(20, TimeUnit.SECONDS));
        assertEquals(1, world.generation.calls());
        assertEquals(2, world.approvals.find(id).usesLeft());
    }

    @Test
    void whoever_waits_is_told_of_a_no_with_its_reason() throws Exception {
        var held = hold(Patience.of(LONG));
        world.consent(world.anna, "deny", world.open(), "reason", "not on a Friday");
        var why = assertInstanceOf(Outcome.Refused.class, held.get(20, TimeUnit.SECONDS))
                .why();
        assertEquals(Code.APPROVAL_DENIED, why.code());
        assertTrue(why.getMessage().endsWith("not on a Friday"), why.getMessage());
    }

    @Test
    void whoever_waits_is_told_that_it_fits_nothing_any_more() throws Exception {
        var held = hold(Patience.of(LONG));
        world.open();
        world.update("2.0.0");
        assertEquals(Code.APPROVAL_VOID, code(held.get(20, TimeUnit.SECONDS)));
        assertEquals(0, world.generation.calls());
    }

    @Test
    void patience_ends_and_then_the_call_is_repeated_and_claims_its_approval() throws Exception {
        var held = hold(Patience.of(Duration.ofMillis(50)));
        assertEquals(Code.APPROVAL_REQUIRED, code(held.get(20, TimeUnit.SECONDS)));
        world.approve(world.anna, world.asked(client, "a"));
        assertEquals(0, world.generation.calls());
        assertInstanceOf(Outcome.Answered.class, world.gate.call(AskedWorld.call(client, "s", "a")));
    }

    @Test
    void a_caller_who_left_has_nothing_run_for_them() throws Exception {
        var leave = new CompletableFuture<Runnable>();
        Function<Runnable, Interest> gone = run -> {
            leave.complete(run);
            return () -> {};
        };
        var held = hold(new Patience(LONG, gone));
        leave.get(20, TimeUnit.SECONDS).run();
        assertEquals(Code.APPROVAL_REQUIRED, code(held.get(20, TimeUnit.SECONDS)));
        world.approve(world.anna, world.asked(client, "a"));
        assertEquals(0, world.generation.calls());
    }

    @Test
    void a_call_that_is_cancelled_waits_no_more() throws Exception {
        var call = AskedWorld.call(client, "s", "a");
        var held = CompletableFuture.supplyAsync(() -> world.calls.call(call, Patience.of(LONG)), THREADS);
        world.open();
        call.cancellation().cancel(new Refusal(Code.PLUGIN_REVOKED, "its caller is revoked", ""));
        assertEquals(Code.APPROVAL_REQUIRED, code(held.get(20, TimeUnit.SECONDS)));
    }

    @Test
    void a_decision_of_another_node_wakes_who_waits_here() throws Exception {
        var here = new Approvals(world.database, InstantSource.system());
        try (var bell = new Held(here).hang(world.database)) {
            var calls = new HeldCalls(world.gate, bell);
            var held = CompletableFuture.supplyAsync(
                    () -> calls.call(AskedWorld.call(client, "s", "a"), Patience.of(LONG)), THREADS);
            world.approve(world.anna, world.open());
            assertInstanceOf(Outcome.Answered.class, held.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_host_that_ends_lets_everybody_go() throws Exception {
        var held = hold(Patience.of(LONG));
        world.open();
        world.held.close();
        assertEquals(Code.APPROVAL_REQUIRED, code(held.get(20, TimeUnit.SECONDS)));
    }

    private CompletableFuture<Outcome> hold(Patience patience) {
        return CompletableFuture.supplyAsync(
                () -> world.calls.call(AskedWorld.call(client, "s", "a"), patience), THREADS);
    }

    private static Code code(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).why().code();
    }
}
