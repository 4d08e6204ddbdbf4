package dev.polar.host.replay;

import dev.polar.adminapi.ReplayRequest;
import dev.polar.adminapi.Replayed;
import dev.polar.adminapi.Suggested;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Relaxation;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.EveryRefusal;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.catalog.Brought;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.gate.Outcome;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Three plugins with four tools each behind a whole gate, whose calls are on a real record. */
final class RecordedWorld implements AutoCloseable {
    static final Map<String, Level> PLUGINS =
            Map.of("acme.files", Level.COMMUNITY, "acme.mail", Level.LOCAL, "polar.notes", Level.CORE);

    private static final JsonObject ANYTHING = json("{\"type\":\"object\"}");

    final Database database;
    final PostgresJournal journal;
    final Approvals approvals;
    final PastCalls past;
    final AuditLog log;
    private final Snapshots snapshots = new Snapshots();
    private final Gate gate;
    private final InstantSource clock = InstantSource.system();
    private volatile Policy policy = Policy.NONE;

    RecordedWorld(Database database, Path data) {
        this.database = database;
        journal = EveryRefusal.open(database, data, clock);
        approvals = new Approvals(database, clock);
        past = new PastCalls(database, journal);
        log = new AuditLog(database, journal);
        var offered = new HashMap<Target, Offered>();
        var standing = new HashMap<PluginId, Standing>();
        PLUGINS.forEach((name, level) -> add(new PluginId(name), level, offered, standing));
        snapshots.publish(new Snapshot(1, offered, standing));
        gate = Gates.build(
                snapshots,
                () -> policy,
                approvals,
                new Limits.Bounds(Integer.MAX_VALUE / 2, Integer.MAX_VALUE / 2, Duration.ofSeconds(1)),
                database,
                journal,
                new InFlight(),
                clock);
    }

    private static void add(
            PluginId plugin, Level level, Map<Target, Offered> offered, Map<PluginId, Standing> standing) {
        var generation = new FakeGeneration(plugin.name(), call -> {
            call.usage().permission("net.connect(api.acme.example:443)");
            return FakeGeneration.text("done");
        });
        for (var effect : Effect.values()) {
            var name = effect.name().toLowerCase(Locale.ROOT);
            var offer = new ToolOffer(
                    name, json("{\"name\":\"" + name + "\"}"), effect, Duration.ofSeconds(30), Optional.empty());
            var target = Target.tool(plugin, name);
            offered.put(
                    target,
                    new Offered.Tool(
                            target,
                            generation,
                            offer,
                            ContractSchema.compile(ANYTHING),
                            Optional.empty(),
                            effect == Effect.READ));
        }
        var facts = new PluginFacts(plugin, "1.0.0", 1, digest(plugin), level, "declared");
        var verdict = new Verdict.Admitted(level, Placement.HOST, Grant.NONE, Instant.MAX);
        standing.put(plugin, new Standing.Live(facts, verdict, generation));
    }

    static String digest(PluginId plugin) {
        return dev.polar.trust.key.Digest.of(plugin.name().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    RecordedWorld under(String yaml) {
        policy = PolicyFile.read(policy.version() + 1, yaml);
        return this;
    }

    /** Calls {@code plugin/tool}. */
    Outcome call(String target, Caller caller, String session, String arguments) {
        var names = target.split("/");
        return gate.call(new Call(
                IntentId.fresh().value(),
                Target.tool(new PluginId(names[0]), names[1]),
                json(arguments),
                caller,
                session,
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation()));
    }

    Outcome call(String target, Caller caller) {
        return call(target, caller, "session", "{}");
    }

    Replayed replay(ReplayRequest request) {
        return replay(request, new Brought(Map.of(), Map.of()));
    }

    Replayed replay(ReplayRequest request, Brought brought) {
        return new Replaying(past, () -> policy, () -> brought, journal, clock)
                .replay(request, new Caller.Operator("anna"), "socket");
    }

    /** Under another policy, of all that was recorded within the hour. */
    Suggested suggest(String yaml, String caller) {
        return new Suggesting(past, approvals::rejected, () -> List.of(new Relaxation("client:a", "a.b/c", 5)), clock)
                .suggest(yaml, "1h", caller);
    }

    /** Another policy, all that was recorded within the hour. */
    Replayed replay(String yaml) {
        return replay(new ReplayRequest(yaml, "1h", "", List.of()));
    }

    static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    @Override
    public void close() {
        journal.close();
    }
}
