package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Voice;
import dev.polar.host.audit.IntentId;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Split;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.snapshot.Tally;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final PluginId PLUGIN = new PluginId("acme.files");
    private static final Target TOOL = Target.tool(PLUGIN, "write");
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    /** A small host: one plugin, one tool, and everything in a caller's favour until a test changes it. */
    private static final class World {
        final FakeGeneration generation;
        final Snapshots snapshots = new Snapshots();
        final InFlight inFlight = new InFlight();
        final Approvals approvals = new Approvals(DATABASE.get(), InstantSource.fixed(NOW));
        final MemoryJournal journal = new MemoryJournal(DATABASE.get());
        final Limits limits;
        Instant freshUntil = Instant.MAX;
        Policy policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        String client = "client-" + IntentId.fresh();

        World(Function<Call, Answer> behaviour) {
            this(600, behaviour);
        }

        World(int callsPerMinute, Function<Call, Answer> behaviour) {
            limits = new Limits(new Limits.Bounds(callsPerMinute, 32, Duration.ofSeconds(30)));
            generation = new FakeGeneration(PLUGIN.name(), behaviour);
        }

        World() {
            this(call -> FakeGeneration.text("done"));
        }

        void publish() {
            publish(generation);
        }

        void publish(FakeGeneration generation) {
            var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, freshUntil);
            snapshots.publish(new Snapshot(
                    1,
                    Map.of(TOOL, tool(generation)),
                    Map.of(PLUGIN, new Standing.Live(facts(), verdict, generation))));
        }

        /** The plugin as before, and another one that is out. */
        void publishBeside(PluginId other, Refusal why) {
            publish();
            var plugins = new HashMap<>(snapshots.current().plugins());
            plugins.put(other, new Standing.Out(facts(other), why));
            snapshots.publish(new Snapshot(3, Map.of(TOOL, tool()), plugins));
        }

        /** The plugin as before, and another generation of it that half of the sessions get. */
        Split publishOnTrial(FakeGeneration tried, Tally tally) {
            var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, freshUntil);
            var split = new Split(50, "salt", tried.id(), Map.of(TOOL, tool(tried)), Map.of(), tally);
            var beside = List.of(new Standing.Live(facts(), verdict, tried));
            snapshots.publish(new Snapshot(
                    2,
                    Map.of(TOOL, tool()),
                    Map.of(PLUGIN, new Standing.Live(facts(), verdict, generation, beside)),
                    Map.of(),
                    Map.of(PLUGIN, split)));
            return split;
        }

        void takeOut(Code code) {
            var why = new Refusal(code, "out", "");
            snapshots.publish(new Snapshot(2, Map.of(), Map.of(PLUGIN, new Standing.Out(facts(), why))));
        }

        private Offered.Tool tool() {
            return tool(generation);
        }

        private Offered.Tool tool(Generation generation) {
            var input = json("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}");
            var offer = new ToolOffer(
                    "write", json("{\"name\":\"write\"}"), Effect.WRITE, Duration.ofSeconds(5), Optional.empty());
            return new Offered.Tool(TOOL, generation, offer, ContractSchema.compile(input), Optional.empty(), false);
        }

        List<Stage> stages() {
            return Gates.stages(
                    inFlight,
                    () -> policy,
                    approvals,
                    limits,
                    new Answers(DATABASE.get()),
                    InstantSource.fixed(NOW),
                    Optional::empty);
        }

        Gate gate(List<Stage> stages) {
            var records = new Records(journal, new Answers(DATABASE.get()), approvals);
            return new Gate(snapshots::current, stages, inFlight, records, Carrier.NONE, InstantSource.system());
        }

        Gate gate() {
            return gate(stages());
        }

        Gate without(String stage) {
            var rest = new ArrayList<>(stages());
            assertTrue(rest.removeIf(s -> s.name().equals(stage)), "there is no stage " + stage);
            return gate(rest);
        }

        Call call(String arguments, Optional<String> key) {
            return call(arguments, key, "session");
        }

        Call call(String arguments, Optional<String> key, String session) {
            return new Call(
                    IntentId.fresh().value(),
                    TOOL,
                    json(arguments),
                    new Caller.Client(client),
                    session,
                    new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                    key,
                    new Usage(),
                    new Cancellation());
        }

        Call callBy(Caller caller) {
            var call = call();
            return new Call(
                    call.id(),
                    call.target(),
                    call.arguments(),
                    caller,
                    call.session(),
                    call.trace(),
                    Optional.empty(),
                    new Usage(),
                    new Cancellation());
        }

        Call call() {
            return call("{\"n\":1}", Optional.empty());
        }
    }

    @Test
    void what_a_plugin_says_leaves_the_gate_without_its_secrets() {
        var structured = json("{\"canary-1\":[\"a canary-1 b\"],\"n\":1}");
        var world = new World(
                call -> new Answer(FakeGeneration.text("it is canary-1").content(), Optional.of(structured), false));
        world.publish();
        Redaction redaction =
                (plugin, text) -> plugin.equals(PLUGIN) ? text.replace("canary-1", "[secret:token]") : text;
        var answer = assertInstanceOf(
                        Outcome.Answered.class,
                        world.gate().redacting(redaction).call(world.call()))
                .answer();
        assertEquals("it is [secret:token]", answer.content().getJsonObject(0).getString("text"));
        assertEquals(
                "{\"[secret:token]\":[\"a [secret:token] b\"],\"n\":1}",
                answer.structured().orElseThrow().toString());
    }

    @Test
    void what_a_plugin_refuses_with_leaves_the_gate_without_its_secrets() {
        var world = new World(call -> {
            throw new Refusal(Code.TOOL_FAILED, "not with canary-1", "try canary-1", Map.of("why", "canary-1"));
        });
        world.publish();
        var why = assertInstanceOf(
                        Outcome.Refused.class,
                        world.gate()
                                .redacting((plugin, text) -> text.replace("canary-1", "[secret:token]"))
                                .call(world.call()))
                .why();
        assertEquals("not with [secret:token]", why.getMessage());
        assertEquals("try [secret:token]", why.hint());
        assertEquals("[secret:token]", why.details().get("why"));
    }

    /** What makes exactly this stage refuse, and with which code. */
    private static Code refusal(String stage, World world, Gate gate) {
        return switch (stage) {
            case "node" -> {
                world.inFlight.taint(new Refusal(Code.TAINTED, "revoked code runs on", ""));
                yield code(gate.call(world.call()));
            }
            case "resolve" -> {
                world.takeOut(Code.PLUGIN_REVOKED);
                yield code(gate.call(world.call()));
            }
            case "contract in" -> code(gate.call(world.call("{\"n\":\"one\"}", Optional.empty())));
            case "admission" -> {
                world.freshUntil = NOW;
                world.publish();
                yield code(gate.call(world.call()));
            }
            case "policy" -> {
                world.policy = PolicyFile.read(2, "rules: [{id: no, effect: deny, target: '*'}]");
                yield code(gate.call(world.call()));
            }
            case "limits" -> {
                var last = Optional.<Outcome>empty();
                for (int i = 0; i < 12; i++) {
                    last = Optional.of(gate.call(world.call()));
                }
                yield code(last.orElseThrow());
            }
            case "idempotency" -> {
                gate.call(world.call("{\"n\":1}", Optional.of("key")));
                yield code(gate.call(world.call("{\"n\":2}", Optional.of("key"))));
            }
            default -> throw new IllegalArgumentException(stage);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "resolve", "contract in", "admission", "policy", "limits", "idempotency"})
    void each_stage_refuses_what_it_is_there_for_and_nothing_else_would(String stage) {
        var expected = Map.of(
                "node",
                Code.TAINTED,
                "resolve",
                Code.PLUGIN_REVOKED,
                "contract in",
                Code.ARGUMENTS_INVALID,
                "admission",
                Code.TRUST_STALE,
                "policy",
                Code.POLICY_DENIED,
                "limits",
                Code.RATE_LIMITED,
                "idempotency",
                Code.IDEMPOTENCY_CONFLICT);
        var world = new World(10, call -> FakeGeneration.text("done"));
        world.publish();
        assertEquals(expected.get(stage), refusal(stage, world, world.gate()));
        var weaker = new World(10, call -> FakeGeneration.text("done"));
        weaker.publish();
        assertNotEquals(expected.get(stage), refusal(stage, weaker, weaker.without(stage)));
    }

    @Test
    void the_stages_stand_in_their_order() {
        assertEquals(
                List.of("node", "hops", "resolve", "contract in", "admission", "policy", "limits", "idempotency"),
                new World().stages().stream().map(Stage::name).toList());
    }

    @Test
    void a_call_writes_its_intent_before_it_runs_and_its_outcome_after() {
        var seen = new AtomicReference<Integer>();
        var world = new AtomicReference<World>();
        world.set(new World(call -> {
            seen.set(world.get().journal.drafts().size());
            return FakeGeneration.text("done");
        }));
        world.get().publish();
        var outcome = world.get().gate().call(world.get().call());
        assertInstanceOf(Outcome.Answered.class, outcome);
        assertEquals(1, seen.get());
        assertEquals(2, world.get().journal.drafts().size());
    }

    @Test
    void without_a_durable_intent_nothing_runs() {
        var world = new World();
        world.publish();
        world.journal.silence();
        assertEquals(Code.AUDIT_UNAVAILABLE, code(world.gate().call(world.call())));
        assertEquals(0, world.generation.calls());
    }

    @Test
    void the_same_key_and_call_give_the_same_answer_and_run_once() {
        var world = new World();
        world.publish();
        var gate = world.gate();
        gate.call(world.call("{\"n\":1}", Optional.of("key")));
        var again = assertInstanceOf(Outcome.Answered.class, gate.call(world.call("{\"n\":1.0}", Optional.of("key"))));
        assertTrue(again.repeated());
        assertEquals("done", again.answer().content().getJsonObject(0).getString("text"));
        assertEquals(1, world.generation.calls());
    }

    @Test
    void a_plugin_that_keeps_failing_is_given_a_pause_by_the_default_breaker() {
        var world = new World(call -> {
            throw new Refusal(Code.TOOL_FAILED, "broken", "");
        });
        world.publish();
        var gate = world.gate();
        var codes = new ArrayList<Code>();
        for (int i = 0; i < 6; i++) {
            codes.add(code(gate.call(world.call())));
        }
        assertEquals(Code.CIRCUIT_OPEN, codes.getLast());
        assertEquals(5, world.generation.calls());
    }

    @Test
    void a_release_on_trial_that_keeps_failing_is_withdrawn_and_closes_no_door_to_the_other() {
        var world = new World();
        var tried = new FakeGeneration(PLUGIN.name(), 2, call -> {
            throw new Refusal(Code.TOOL_FAILED, "broken", "");
        });
        var withdrawn = new AtomicInteger();
        var split = world.publishOnTrial(tried, new Tally(10, withdrawn::incrementAndGet));
        var gate = world.gate();
        for (int i = 0; withdrawn.get() == 0; i++) {
            assertTrue(i < 100, "it is still on trial");
            var session = "session " + i;
            var outcome = gate.call(world.call("{\"n\":1}", Optional.empty(), session));
            assertEquals(!split.takes(session), outcome instanceof Outcome.Answered);
        }
        assertEquals(5, tried.calls());
        world.publish();
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(Outcome.Answered.class, gate.call(world.call()));
        }
        assertEquals(1, withdrawn.get());
    }

    @Test
    void a_generation_that_takes_over_starts_without_the_failures_of_the_one_before() {
        var world = new World(call -> {
            throw new Refusal(Code.TOOL_FAILED, "broken", "");
        });
        world.publish();
        var gate = world.gate();
        for (int i = 0; i < 6; i++) {
            gate.call(world.call());
        }
        assertEquals(Code.CIRCUIT_OPEN, code(gate.call(world.call())));
        world.publish(new FakeGeneration(PLUGIN.name(), 2, call -> FakeGeneration.text("done")));
        assertInstanceOf(Outcome.Answered.class, gate.call(world.call()));
    }

    @Test
    void a_plugin_that_is_busy_with_as_many_calls_as_allowed_takes_no_more() throws Exception {
        var inside = new CountDownLatch(32);
        var end = new CountDownLatch(1);
        var world = new World(call -> {
            inside.countDown();
            await(end);
            return FakeGeneration.text("done");
        });
        world.publish();
        var gate = world.gate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                threads.submit(() -> gate.call(world.call()));
            }
            await(inside);
            assertEquals(Code.CONCURRENCY_LIMITED, code(gate.call(world.call())));
            end.countDown();
        }
    }

    @Test
    void a_plugin_revoked_while_it_runs_is_cancelled_and_its_result_is_thrown_away() throws Exception {
        var inside = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var world = new World(call -> {
            inside.countDown();
            await(end);
            return FakeGeneration.text("too late");
        });
        world.publish();
        var gate = world.gate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcome = threads.submit(() -> gate.call(world.call()));
            await(inside);
            world.takeOut(Code.PLUGIN_REVOKED);
            var why = new Refusal(Code.PLUGIN_REVOKED, "key stolen", "");
            assertEquals(1, world.inFlight.cancel(PLUGIN, why));
            end.countDown();
            assertEquals(Code.PLUGIN_REVOKED, code(outcome.get()));
        }
        assertEquals(0, world.inFlight.size());
    }

    @Test
    void whatever_a_revoked_plugin_throws_its_caller_gets_the_revocation() {
        var world = new AtomicReference<World>();
        world.set(new World(call -> {
            world.get().takeOut(Code.PLUGIN_REVOKED);
            throw new IllegalStateException("my hands are bound");
        }));
        world.get().publish();
        assertEquals(
                Code.PLUGIN_REVOKED, code(world.get().gate().call(world.get().call())));
    }

    @Test
    void what_a_revoked_plugin_asks_of_another_is_refused() {
        var world = new World();
        world.publish();
        var middle = new PluginId("acme.middle");
        var by = new Caller.OtherPlugin(middle, new Caller.Client("agent"));
        assertInstanceOf(Outcome.Answered.class, world.gate().call(world.callBy(by)));
        world.publishBeside(middle, new Refusal(Code.PLUGIN_REVOKED, "key stolen", ""));
        assertEquals(Code.PLUGIN_REVOKED, code(world.gate().call(world.callBy(by))));
        assertEquals(
                Code.PLUGIN_REVOKED,
                code(world.gate().call(world.callBy(new Caller.OtherPlugin(new PluginId("acme.top"), by)))));
        assertEquals(
                Code.PLUGIN_REVOKED, code(world.gate().call(world.callBy(new Caller.Schedule(middle, "nightly")))));
        assertEquals(1, world.generation.calls());
    }

    @Test
    void a_plugin_revoked_after_its_call_was_let_in_and_before_it_enters_reaches_nothing() {
        var world = new World();
        world.publish();
        var middle = new PluginId("acme.middle");
        var stages = new ArrayList<>(world.stages());
        stages.add(new Stage() {
            @Override
            public String name() {
                return "a revocation";
            }

            @Override
            public Optional<Refusal> check(Passage passage) {
                world.publishBeside(middle, new Refusal(Code.PLUGIN_REVOKED, "key stolen", ""));
                return Optional.empty();
            }
        });
        var by = new Caller.OtherPlugin(middle, new Caller.Client("agent"));
        assertEquals(Code.PLUGIN_REVOKED, code(world.gate(stages).call(world.callBy(by))));
        assertEquals(0, world.generation.calls());
    }

    @Test
    void what_policy_asks_waits_for_an_approval_of_exactly_this_call_which_is_used_once() {
        var world = new World();
        world.publish();
        world.policy = Policy.NONE;
        var gate = world.gate();
        var asked = assertInstanceOf(Outcome.Refused.class, gate.call(world.call()));
        assertEquals(Code.APPROVAL_REQUIRED, asked.why().code());
        var id = asked.why().details().get("approval");
        assertEquals(id, approvalOf(gate.call(world.call())), "the same call asks once");
        DATABASE.get().write(transaction -> {
            return world.approvals.decide(
                    transaction, id, new Voice("operator:anna", true, "", 1, NOW.plusSeconds(60), ""));
        });
        assertNotEquals(id, approvalOf(gate.call(world.call("{\"n\":2}", Optional.empty()))));
        assertInstanceOf(Outcome.Answered.class, gate.call(world.call()));
        assertEquals(Code.APPROVAL_REQUIRED, code(gate.call(world.call())));
        assertEquals(1, world.generation.calls());
    }

    @Test
    void arguments_that_are_not_i_json_are_refused() {
        var world = new World();
        world.publish();
        assertEquals(
                Code.ARGUMENTS_INVALID,
                code(world.gate().call(world.call("{\"n\":123456789012345678901}", Optional.empty()))));
    }

    @Test
    void a_stage_that_throws_refuses() {
        var world = new World();
        world.publish();
        var broken = new Stage() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Optional<Refusal> check(Passage passage) {
                throw new IllegalStateException("bug");
            }
        };
        assertEquals(Code.INTERNAL, code(world.gate(List.of(broken)).call(world.call())));
        assertEquals(0, world.generation.calls());
    }

    private static String approvalOf(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).why().details().get("approval");
    }

    private static Code code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.why().code();
            case Outcome.Answered answered -> Code.USAGE;
        };
    }

    private static PluginFacts facts() {
        return facts(PLUGIN);
    }

    private static PluginFacts facts(PluginId plugin) {
        return new PluginFacts(plugin, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
