package dev.polar.host.endpoint;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Request;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Held;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
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
import dev.polar.runtime.Target;
import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The endpoint over real HTTP, behind it tools that do what a test says. Calls of {@code ...asked} have to be approved. */
final class LiveFront implements AutoCloseable {
    static final PluginId PLUGIN = new PluginId("acme.live");
    private static final SigningKey OPERATOR = SigningKey.generate();
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},"
            + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}";

    final Snapshots snapshots = new Snapshots();
    McpHandler handler;
    FrontServer front;
    private final Clients clients;
    private final McpMethods methods;
    private final Database database;
    private final PostgresJournal journal;
    private final Consents consents;
    FakeGeneration generation;
    private volatile Policy policy = Policy.NONE;
    private long epoch;

    LiveFront(Database database, Path data, Function<Call, Answer> behaviour) {
        this.database = database;
        var clock = InstantSource.system();
        var key = MasterKey.in(data);
        journal = PostgresJournal.open(database, data, key, Duration.ofSeconds(10), clock, Masking.NONE);
        var operators = Operators.in(data);
        var ledger = new Ledger(database, new Signatures("here", operators));
        clients = new Clients(ledger, journal, clock);
        var changes = new ArrayList<Change>(ChangingClients.changes(clients, journal, () -> ""));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        consents = new Consents(ledger, journal, clock, changes);
        consent("operator.add", "anna", Map.of("key", OPERATOR.publicKey().toPem()));
        rules("{id: some, effect: ask, target: 'acme.live/asked'}");
        var approvals = new Approvals(database, clock);
        var gate = Gates.build(
                        snapshots,
                        () -> policy,
                        approvals,
                        new Limits.Bounds(600_000, 256, Duration.ofSeconds(30)),
                        database,
                        journal,
                        new InFlight(),
                        clock)
                .profiled(clients::profile);
        generation = new FakeGeneration(PLUGIN.name(), behaviour);
        methods = new McpMethods(
                snapshots,
                new McpTools(new HeldCalls(gate, new Held(approvals)), Duration.ofSeconds(20), key, clock),
                new McpSkills(gate),
                clients::profile,
                "0.1.0");
        handler = new McpHandler(clients, methods);
        front = FrontServer.start("127.0.0.1", 0, request -> {}, Map.of("/mcp", handler));
        offer("work", "asked");
    }

    /** Doors of its own for another test. */
    void again() {
        shut();
        handler = new McpHandler(clients, methods);
        front = FrontServer.start("127.0.0.1", 0, request -> {}, Map.of("/mcp", handler));
        offer("work", "asked");
    }

    /** As a host ends: who listens is told first. */
    private void shut() {
        handler.close();
        front.close();
    }

    /** Adds a client, whose token is its name. */
    void admit(String client, String... with) {
        var terms = new HashMap<>(Map.of("hash", hash(client)));
        for (int i = 0; i < with.length; i += 2) {
            terms.put(with[i], with[i + 1]);
        }
        consent("client.add", client, terms);
    }

    /** Rules beside the one that allows everything. */
    void rules(String more) {
        policy = PolicyFile.read(1, "rules: [{id: all, effect: allow, target: '*'}, " + more + "]");
    }

    void turnOut(String client) {
        consent("client.remove", client, Map.of());
    }

    /** Publishes exactly these tools, and servers with something to be read ({@code resource:srv}). */
    void offer(String... names) {
        var targets = new HashMap<Target, Offered>();
        for (var name : names) {
            var schema = json(name.startsWith(Target.RESOURCE) ? "{\"type\":\"object\"}" : SCHEMA);
            var definition = StrictJson.provider()
                    .createObjectBuilder()
                    .add("name", name)
                    .add("inputSchema", schema)
                    .build();
            var target = Target.named(PLUGIN, name);
            targets.put(target, offered(target, definition, schema));
            if (target.kind() == Target.Kind.RESOURCE) {
                targets.put(target.subscription(), offered(target.subscription(), definition, schema));
            }
        }
        var facts = new PluginFacts(PLUGIN, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        snapshots.publish(
                new Snapshot(++epoch, targets, Map.of(PLUGIN, new Standing.Live(facts, verdict, generation))));
    }

    private Offered.Tool offered(Target target, JsonObject definition, JsonObject schema) {
        return new Offered.Tool(
                target,
                generation,
                new ToolOffer(target.name(), definition, Effect.READ, Duration.ofSeconds(60), Optional.empty()),
                ContractSchema.compile(schema),
                Optional.empty(),
                true);
    }

    /** The records of calls, in order. */
    List<String> records() {
        return records("call");
    }

    List<String> records(String action) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT convert_from(body, 'UTF8') FROM audit_record WHERE action = :action ORDER BY seq")
                .bind("action", action)
                .mapTo(String.class)
                .list());
    }

    private void consent(String action, String object, Map<String, String> with) {
        var plan = consents.plan(new Request(action, object, with));
        var statement = Base64.getDecoder().decode(plan.statement());
        var envelope = Dsse.sign("application/vnd.polar.consent+json", statement, OPERATOR);
        consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    private static String hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(4 << 20));
    }

    @Override
    public void close() {
        shut();
        journal.close();
    }
}
