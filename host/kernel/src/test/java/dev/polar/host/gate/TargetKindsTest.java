package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.approval.ApprovalRequest;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Approvers;
import dev.polar.host.approval.Demand;
import dev.polar.host.audit.Drafts;
import dev.polar.host.audit.IntentId;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.session.Label;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Target.Kind;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server offers, the gate does for it what it does for a tool: kinds of targets by what stands in their way. */
class TargetKindsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final PluginId PLUGIN = new PluginId("acme.notes");
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    /** Names as servers' are; a completion has the name of what it completes. */
    private static final Map<Kind, String> NAMES = Map.of(
            Kind.TOOL, "search",
            Kind.PROMPT, "prompt:review",
            Kind.RESOURCE, "resource:srv",
            Kind.COMPLETION, "prompt:review",
            Kind.SUBSCRIPTION, "resource:srv");

    /** What is done to the world before the call, and what the call is refused with. */
    private enum Way {
        TAINTED(Code.TAINTED),
        REVOKED(Code.PLUGIN_REVOKED),
        DRIFTED(Code.TOOL_DRIFTED),
        TAKEN_BACK_ALONE(Code.PLUGIN_REVOKED),
        WRONG_ARGUMENTS(Code.ARGUMENTS_INVALID),
        STALE(Code.TRUST_STALE),
        DENIED_BY_NAME(Code.POLICY_DENIED),
        DENIED_BY_KIND(Code.POLICY_DENIED),
        ASKED(Code.APPROVAL_REQUIRED),
        TOO_OFTEN(Code.RATE_LIMITED),
        KEY_OF_ANOTHER(Code.IDEMPOTENCY_CONFLICT),
        REVOKED_INSIDE(Code.PLUGIN_REVOKED),
        NOT_WRITTEN(Code.AUDIT_UNAVAILABLE);

        private final Code code;

        Way(Code code) {
            this.code = code;
        }
    }

    static Stream<Arguments> everyKindInEveryWay() {
        return NAMES.keySet().stream()
                .sorted()
                .flatMap(kind -> Arrays.stream(Way.values()).map(way -> Arguments.of(kind, way)));
    }

    @ParameterizedTest
    @MethodSource("everyKindInEveryWay")
    void what_stands_in_the_way_of_a_tool_stands_in_the_way_of_everything(Kind kind, Way way) {
        var world = new World(kind);
        var expected = kind == Kind.COMPLETION && way == Way.ASKED ? Code.POLICY_DENIED : way.code;
        assertEquals(expected, world.refused(way));
        var free = new World(kind);
        assertEquals(Code.USAGE, free.code(free.gate().call(free.call())), "else it runs");
    }

    @ParameterizedTest
    @EnumSource(names = {"TOOL", "PROMPT", "RESOURCE", "COMPLETION", "SUBSCRIPTION"})
    void what_ran_is_on_the_record_by_name_kind_and_pin_and_its_session_has_taken_in_strangers_words(Kind kind) {
        var world = new World(kind);
        var sessions = new Sessions(DATABASE.get(), () -> false);
        var call = world.call();
        assertInstanceOf(
                Outcome.Answered.class,
                world.gate().following(sessions, new TakenIn(), target -> false).call(call));
        assertEquals(Set.of(Label.UNTRUSTED), sessions.of(call.session()));
        var outcome = world.journal.drafts().getLast();
        var actions = Map.of(
                Kind.TOOL, "call",
                Kind.PROMPT, "get",
                Kind.RESOURCE, "fetch",
                Kind.COMPLETION, "complete",
                Kind.SUBSCRIPTION, "subscribe");
        assertTrue(Drafts.says(outcome, "action", actions.get(kind)));
        assertTrue(Drafts.says(outcome, "tool", PLUGIN + "/" + NAMES.get(kind)));
        assertTrue(Drafts.says(
                outcome, "toolPin", world.offered().offer().pin().orElseThrow().toString()));
    }

    @ParameterizedTest
    @EnumSource(names = {"TOOL", "PROMPT", "RESOURCE"})
    void an_approval_of_one_kind_is_none_of_another(Kind kind) {
        var demand = new Demand("r", "", new Approvers(List.of(), 1), "external", false);
        var facts = World.facts();
        var digests = NAMES.keySet().stream()
                .map(other -> new World(kind).call(new Target(other, PLUGIN, NAMES.get(kind)), "{}"))
                .map(call -> ApprovalRequest.of(
                                call, facts, List.of("client:x"), "{}".getBytes(StandardCharsets.UTF_8), demand)
                        .digest())
                .distinct();
        assertEquals(NAMES.size(), digests.count());
    }

    /** A plugin of one server with one thing of a kind, and everything in its favour until something is done. */
    private static final class World {
        final Kind kind;
        final Target target;
        final FakeGeneration generation;
        final Snapshots snapshots = new Snapshots();
        final InFlight inFlight = new InFlight();
        final MemoryJournal journal = new MemoryJournal(DATABASE.get());
        final String client = "client-" + IntentId.fresh();
        Policy policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
        Runnable inside = () -> {};

        World(Kind kind) {
            this.kind = kind;
            this.target = new Target(kind, PLUGIN, NAMES.get(kind));
            this.generation = new FakeGeneration(PLUGIN.name(), call -> {
                inside.run();
                return FakeGeneration.text("done");
            });
            publish(Instant.MAX);
        }

        void publish(Instant freshUntil) {
            var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, freshUntil);
            snapshots.publish(new Snapshot(
                    1, Map.of(target, offered()), Map.of(PLUGIN, new Standing.Live(facts(), verdict, generation))));
        }

        void withhold(Code code) {
            var standing = snapshots.current().plugins();
            snapshots.publish(
                    new Snapshot(2, Map.of(), standing, Map.of(target, new Refusal(code, "not as approved", ""))));
        }

        void takeOut() {
            var why = new Refusal(Code.PLUGIN_REVOKED, "out", "");
            snapshots.publish(new Snapshot(2, Map.of(), Map.of(PLUGIN, new Standing.Out(facts(), why))));
            inFlight.cancel(PLUGIN, why);
        }

        Offered.Tool offered() {
            var input = json("{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}}}");
            var offer = new ToolOffer(
                            target.name(),
                            json("{\"name\":\"" + target.name() + "\"}"),
                            Effect.EXTERNAL,
                            Duration.ofSeconds(5),
                            Optional.empty())
                    .pinned();
            return new Offered.Tool(target, generation, offer, ContractSchema.compile(input), Optional.empty(), false);
        }

        static PluginFacts facts() {
            return new PluginFacts(PLUGIN, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        }

        /** What a rule calls it: who may not read does not hear when it changes. */
        private String word() {
            return (kind == Kind.SUBSCRIPTION ? Kind.RESOURCE : kind).name().toLowerCase(Locale.ROOT);
        }

        Code refused(Way way) {
            var gate = gate();
            switch (way) {
                case TAINTED -> inFlight.taint(new Refusal(Code.TAINTED, "revoked code runs on", ""));
                case REVOKED -> takeOut();
                case DRIFTED -> withhold(Code.TOOL_DRIFTED);
                case TAKEN_BACK_ALONE -> withhold(Code.PLUGIN_REVOKED);
                case STALE -> publish(NOW);
                case DENIED_BY_NAME -> policy = denying("target: 'acme.notes/" + target.name() + "'");
                case DENIED_BY_KIND -> policy = denying("target: '*', when: 'kind == \"" + word() + "\"'");
                case ASKED -> policy = PolicyFile.read(2, "rules: []");
                case TOO_OFTEN -> {
                    for (int i = 0; i < 12; i++) {
                        gate.call(call());
                    }
                }
                case KEY_OF_ANOTHER -> gate.call(call(target, "{\"x\":\"other\"}"));
                case REVOKED_INSIDE -> inside = this::takeOut;
                case NOT_WRITTEN -> journal.silence();
                case WRONG_ARGUMENTS -> {}
            }
            var code = code(gate.call(call(target, way == Way.WRONG_ARGUMENTS ? "{\"x\":1}" : "{\"x\":\"y\"}")));
            assertNotEquals(Code.USAGE, code);
            return code;
        }

        private static Policy denying(String what) {
            return PolicyFile.read(
                    2, "rules: [{id: all, effect: allow, target: '*'}, {id: no, effect: deny, " + what + "}]");
        }

        Gate gate() {
            var clock = InstantSource.fixed(NOW);
            var answers = new Answers(DATABASE.get());
            var approvals = new Approvals(DATABASE.get(), clock);
            var limits = new Limits(new Limits.Bounds(10, 32, Duration.ofSeconds(30)));
            return new Gate(
                    snapshots::current,
                    Gates.stages(inFlight, () -> policy, approvals, limits, answers, clock, Optional::empty),
                    inFlight,
                    new Records(journal, answers, approvals),
                    Carrier.NONE,
                    InstantSource.system());
        }

        Call call() {
            return call(target, "{\"x\":\"" + IntentId.fresh() + "\"}", Optional.empty());
        }

        Call call(Target aim, String arguments) {
            return call(aim, arguments, Optional.of("key"));
        }

        Call call(Target aim, String arguments, Optional<String> key) {
            return new Call(
                    IntentId.fresh().value(),
                    aim,
                    json(arguments),
                    new Caller.Client(client),
                    "session-" + client,
                    new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                    key,
                    new Usage(),
                    new Cancellation());
        }

        Code code(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Refused refused -> refused.why().code();
                case Outcome.Answered answered -> Code.USAGE;
            };
        }

        private static JsonObject json(String text) {
            return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
        }
    }
}
