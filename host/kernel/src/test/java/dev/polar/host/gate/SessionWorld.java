package dev.polar.host.gate;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.IntentId;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
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
import dev.polar.spi.ToolId;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.Permission;
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
import java.util.function.Function;

/** A gate that follows sessions, before plugins that use what they were granted. Everything is allowed until a test says so. */
final class SessionWorld {
    final Snapshots snapshots = new Snapshots();
    final InFlight inFlight = new InFlight();
    final TakenIn takenIn = new TakenIn();
    final Sessions sessions;
    final MemoryJournal journal;
    final Map<Target, Offered> targets = new HashMap<>();
    final Map<PluginId, Standing> plugins = new HashMap<>();
    final List<Stage> last = new ArrayList<>();
    Policy policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}]");
    String privateTarget = "";

    private final Database database;

    SessionWorld(Database database) {
        this.database = database;
        this.sessions = new Sessions(database, () -> false);
        this.journal = new MemoryJournal(database);
    }

    /** A plugin with one tool, which uses all that it holds each time. */
    FakeGeneration plugin(String tool, Effect effect, boolean reads, String... permissions) {
        return plugin(
                tool,
                effect,
                reads,
                call -> {
                    List.of(permissions).forEach(call.usage()::permission);
                    return FakeGeneration.text("done");
                },
                permissions);
    }

    FakeGeneration plugin(
            String tool, Effect effect, boolean reads, Function<Call, Answer> behaviour, String... permissions) {
        var generation = new FakeGeneration(ToolId.of(tool).plugin().name(), behaviour);
        offer(generation, tool, effect, reads, Placement.HOST, permissions);
        return generation;
    }

    void offer(
            Generation generation,
            String tool,
            Effect effect,
            boolean reads,
            Placement placement,
            String... permissions) {
        var id = ToolId.of(tool);
        var target = Target.tool(id.plugin(), id.name());
        var offer = new ToolOffer(
                id.name(), json("{\"name\":\"" + id.name() + "\"}"), effect, Duration.ofSeconds(5), Optional.empty());
        targets.put(
                target,
                new Offered.Tool(
                        target,
                        generation,
                        offer,
                        ContractSchema.compile(json("{\"type\":\"object\"}")),
                        Optional.empty(),
                        reads));
        var grant =
                Grant.of(List.of(permissions).stream().map(Permission::parse).toList());
        var facts = new PluginFacts(id.plugin(), "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(Level.LOCAL, placement, grant, Instant.MAX);
        plugins.put(id.plugin(), new Standing.Live(facts, verdict, generation));
        snapshots.publish(new Snapshot(1, targets, plugins));
    }

    Gate gate() {
        return gate(sessions);
    }

    Gate gate(Sessions kept) {
        var approvals = new Approvals(database, InstantSource.system());
        var answers = new Answers(database);
        var stages = new ArrayList<>(Gates.stages(
                inFlight,
                () -> policy,
                approvals,
                new Limits(new Limits.Bounds(6_000, 32, Duration.ofSeconds(30))),
                answers,
                InstantSource.system(),
                Optional::empty));
        stages.addAll(last);
        return new Gate(
                        snapshots::current,
                        stages,
                        inFlight,
                        new Records(journal, answers, approvals),
                        Carrier.NONE,
                        InstantSource.system())
                .following(kept, takenIn, target -> target.equals(privateTarget));
    }

    Call call(String tool, String session) {
        return call(tool, session, Optional.empty());
    }

    Call call(String tool, String session, Optional<String> key) {
        var id = ToolId.of(tool);
        return new Call(
                IntentId.fresh().value(),
                Target.tool(id.plugin(), id.name()),
                json("{}"),
                new Caller.Client("agent-" + session),
                session,
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                key,
                new Usage(),
                new Cancellation());
    }

    /** The code it is refused with, if it is. */
    Optional<Code> refused(String tool, String session) {
        return code(gate().call(call(tool, session)));
    }

    static Optional<Code> code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> Optional.empty();
            case Outcome.Refused refused -> Optional.of(refused.why().code());
        };
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), new StrictJson.Limits(1 << 16, 32));
    }
}
