package dev.polar.bench;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.TimedJournal;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** The gate of a host with one plugin, every stage in place, limits out of reach. */
final class BenchGate implements AutoCloseable {
    /** A policy under which every call is allowed. */
    static final String ALLOWED = "rules: [{id: all, effect: allow, target: '*'}]";

    private static final PluginId PLUGIN = new PluginId("acme.files");
    static final GenerationId ID = new GenerationId(PLUGIN, "1.0.0", "sha256:" + "0".repeat(64), 1);
    private static final Target TOOL = Target.tool(PLUGIN, "write");
    private static final JsonObject ARGUMENTS = json("{\"path\":\"notes/today.txt\",\"n\":1}");

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Database database;
    private final Snapshots snapshots;
    private final Approvals approvals;
    private final Journal journal;
    private final Gate gate;

    /** @param journal {@code none}, {@code postgres} or {@code timed}, which is the same with a look at the clock */
    BenchGate(String journal, Path dataDir, Path cacheDir) {
        this(journal, ALLOWED, dataDir, cacheDir);
    }

    /** @param yaml a policy that allows the call */
    BenchGate(String journal, String yaml, Path dataDir, Path cacheDir) {
        this(journal, yaml, snapshots(new EchoGeneration(ID)), dataDir, cacheDir);
    }

    /** The gate of a host in which that is to be called. */
    BenchGate(String journal, String yaml, Snapshots snapshots, Path dataDir, Path cacheDir) {
        this.snapshots = snapshots;
        database = closing(Database.embedded(dataDir, cacheDir));
        var clock = InstantSource.system();
        Policy policy = PolicyFile.read(1, yaml);
        approvals = new Approvals(database, clock);
        this.journal = journal(journal, dataDir, clock);
        gate = Gates.build(
                snapshots,
                () -> policy,
                approvals,
                new Limits.Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(30)),
                database,
                this.journal,
                new InFlight(),
                clock);
    }

    private Journal journal(String name, Path dataDir, InstantSource clock) {
        return switch (name) {
            case "none" ->
                new NoJournal(closing(database.exclusive("bench", 1, Duration.ofSeconds(5)))
                        .transaction());
            case "postgres" ->
                closing(PostgresJournal.open(
                        database, dataDir, MasterKey.in(dataDir), Duration.ofSeconds(10), clock, Masking.NONE));
            case "timed" -> new TimedJournal(journal("postgres", dataDir, clock));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** One call from start to end; a refusal ends the measurement. */
    Answer call() {
        return gate.call(fresh("client:bench")).orThrow();
    }

    /** A call of that session. */
    static Call fresh(String session) {
        return new Call(
                IntentId.fresh().value(),
                TOOL,
                ARGUMENTS,
                new Caller.Client("bench"),
                session,
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }

    Gate gate() {
        return gate;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    Approvals approvals() {
        return approvals;
    }

    Journal journal() {
        return journal;
    }

    Database database() {
        return database;
    }

    /** What the server says of its own durability. */
    String durability() {
        return "`SHOW fsync` = " + database.show("fsync") + ", `SHOW synchronous_commit` = "
                + database.show("synchronous_commit");
    }

    /** A host in which that is the only plugin. */
    static Snapshots snapshots(Generation generation) {
        var offer = new ToolOffer(
                "write", json("{\"name\":\"write\"}"), Effect.WRITE, Duration.ofSeconds(5), Optional.empty());
        var schema = ContractSchema.compile(json("{\"type\":\"object\",\"required\":[\"path\"],\"properties\":"
                + "{\"path\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"}}}"));
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        var facts = new PluginFacts(PLUGIN, "1.0.0", 1, ID.digest(), Level.LOCAL, "declared");
        var snapshots = new Snapshots();
        snapshots.publish(new Snapshot(
                1,
                Map.of(TOOL, new Offered.Tool(TOOL, generation, offer, schema, Optional.empty(), false)),
                Map.of(PLUGIN, new Standing.Live(facts, verdict, generation))));
        return snapshots;
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    private <T extends AutoCloseable> T closing(T part) {
        toClose.push(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }
}
