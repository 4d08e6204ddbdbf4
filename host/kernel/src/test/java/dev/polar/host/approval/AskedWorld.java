package dev.polar.host.approval;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.consent.Statement;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
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
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
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
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A host in which one tool is asked about: a real database, journal, ledger and gate, two operators, a chat, and one
 * plugin of which there may be another release.
 */
public final class AskedWorld implements AutoCloseable {
    public static final PluginId PLUGIN = new PluginId("acme.files");
    static final Target TOOL = Target.tool(PLUGIN, "write");
    static final String ASKS = "rules: [{id: mine, effect: ask, target: 'acme.files/*'%s}]";
    private static final PluginId CHAT = new PluginId("acme.chat");

    public final Snapshots snapshots = new Snapshots();
    public final AtomicReference<Policy> policy = new AtomicReference<>(Policy.NONE);
    public final PostgresJournal journal;
    public final Approvals approvals;
    public final Ledger ledger;
    public final Consents consents;
    public final Gate gate;
    public final Held held;
    public final HeldCalls calls;
    final Database database;
    final Served served;
    final DecidingInChat inChat;
    final FakeGeneration generation;
    final SigningKey anna;
    final SigningKey ben;
    private final Catalog catalog;
    private final Voiding voiding;
    private Level adapter = Level.LOCAL;
    private Effect effect = Effect.WRITE;
    private Grant grant = Grant.NONE;

    public AskedWorld(Path data, Database database, List<Change> more) {
        this(data, database, more, call -> FakeGeneration.text("done"));
    }

    public AskedWorld(Path data, Database database, List<Change> more, Function<Call, Answer> behaviour) {
        this.database = database;
        anna = key(data.resolve("anna.pem"));
        ben = key(data.resolve("ben.pem"));
        var clock = InstantSource.system();
        var key = MasterKey.in(data);
        journal = PostgresJournal.open(database, data, key, Duration.ofSeconds(20), clock, Masking.NONE);
        generation = new FakeGeneration(PLUGIN.name(), behaviour);
        catalog = new Catalog(database);
        served = new Served(catalog, snapshots);
        var operators = Operators.in(data);
        ledger = new Ledger(database, new Signatures("here", operators));
        var seals = new Seals(key);
        approvals = new Approvals(database, clock, new ProvenVoices(ledger, database, seals, clock));
        approvals.recover(journal);
        inChat = new DecidingInChat(approvals, served, snapshots, policy::get, seals, journal);
        held = new Held(approvals);
        gate = Gates.build(
                snapshots,
                policy::get,
                approvals,
                new Limits.Bounds(100_000, 100, Duration.ofSeconds(30)),
                database,
                journal,
                new InFlight(),
                clock);
        calls = new HeldCalls(gate, held);
        var changes = new ArrayList<Change>(ApprovalChanges.of(approvals, served, journal, clock));
        changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
        changes.addAll(more);
        consents = new Consents(ledger, journal, clock, changes);
        if (operators.all().isEmpty()) {
            consent(anna, "operator.add", "anna", "key", anna.publicKey().toPem());
            consent(anna, "operator.add", "ben", "key", ben.publicKey().toPem());
            database.write(transaction -> {
                catalog.insert(transaction, row("1.0.0"));
                return true;
            });
        }
        publish("1.0.0");
        voiding = Voiding.after(snapshots, approvals, served, journal);
    }

    private static SigningKey key(Path file) {
        if (!Files.exists(file)) {
            new KeyFile(file).writePrivate(SigningKey.generate().toPlainPem());
        }
        return new KeyFile(file).signingKey(() -> new char[0]);
    }

    static Digest content(String release) {
        return Digest.of(release.getBytes(StandardCharsets.UTF_8));
    }

    private static Row row(String release) {
        return new Row(
                PLUGIN,
                release,
                1,
                content(release),
                content(release),
                Map.of(),
                Set.of(),
                State.ENABLED,
                1,
                Optional.empty(),
                Instant.EPOCH,
                Role.SERVING);
    }

    /** The chat's adapter, what the tool does, and what its plugin holds. */
    void make(Level chat, Effect does, Grant holds) {
        adapter = chat;
        effect = does;
        grant = holds;
        publish("1.0.0");
    }

    /** Another release takes over. */
    void update(String release) {
        database.write(transaction -> {
            var old = catalog.find(transaction, PLUGIN).orElseThrow();
            catalog.replace(transaction, old, row(release));
            return true;
        });
        publish(release);
    }

    void takeOut(Code code) {
        var why = new Refusal(code, "acme.files is out: " + code, "");
        snapshots.publish(new Snapshot(3, Map.of(), Map.of(PLUGIN, new Standing.Out(facts("1.0.0"), why))));
    }

    void publish(String release) {
        var input = json("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}");
        var offer = new ToolOffer(
                "write",
                json("{\"name\":\"write\",\"description\":\"Writes\",\"inputSchema\":{\"type\":\"object\"}}"),
                effect,
                Duration.ofSeconds(5),
                Optional.empty());
        var tool = new Offered.Tool(TOOL, generation, offer, ContractSchema.compile(input), Optional.empty(), false);
        var line = new Target(Target.Kind.SEND, CHAT, "web");
        var chat = new Offered.Channel(line, new FakeGeneration(CHAT.name(), call -> FakeGeneration.text("")), null);
        snapshots.publish(new Snapshot(
                2,
                Map.of(TOOL, tool, line, chat),
                Map.of(
                        PLUGIN,
                        new Standing.Live(facts(release), verdict(Level.LOCAL, grant), generation),
                        CHAT,
                        new Standing.Live(facts(release), verdict(adapter, Grant.NONE), generation))));
    }

    private static Verdict.Admitted verdict(Level level, Grant holds) {
        return new Verdict.Admitted(level, Placement.HOST, holds, Instant.MAX);
    }

    private static PluginFacts facts(String release) {
        return new PluginFacts(PLUGIN, release, 1, content(release).toString(), Level.LOCAL, "declared");
    }

    void rules(String more) {
        policy.set(PolicyFile.read(2, ASKS.formatted(more)));
    }

    static Call call(Caller caller, String session, String text) {
        return new Call(
                IntentId.fresh().value(),
                TOOL,
                json("{\"text\":\"" + text + "\"}"),
                caller,
                session,
                new Trace(""),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }

    /** A call of its own caller, which is asked for; the id of the request. */
    String asked(Caller caller, String text) {
        var outcome = gate.call(call(caller, "s", text));
        if (outcome instanceof Outcome.Refused refused && refused.why().code() == Code.APPROVAL_REQUIRED) {
            return refused.why().details().get("approval");
        }
        throw new AssertionError("not asked: " + outcome);
    }

    /** The only open request, once somebody's call has made it. */
    String open() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            var open = approvals.open();
            if (!open.isEmpty()) {
                return open.getFirst().id();
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new AssertionError("nobody asked");
    }

    static Caller client() {
        return new Caller.Client("client-" + IntentId.fresh());
    }

    Done approve(SigningKey key, String id, String... with) {
        return consent(key, "approve", id, with);
    }

    Done consent(SigningKey key, String action, String object, String... with) {
        var named = new TreeMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        var plan = consents.plan(new Request(action, object, named));
        return consents.commit(signed(key, plan.statement()));
    }

    static Consent signed(SigningKey key, String statement) {
        var envelope = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(statement), key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    /** How many records say that, and the like. */
    int records(String like) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE :like")
                .bind("like", like)
                .mapTo(Integer.class)
                .one());
    }

    static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(100_000));
    }

    @Override
    public void close() {
        voiding.close();
        held.close();
        journal.close();
    }
}
