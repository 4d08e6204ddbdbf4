package dev.polar.host.lifecycle;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.InstallationName;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Request;
import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.Positions;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.backup.AcceptingRollback;
import dev.polar.host.backup.TrustMemory;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Development;
import dev.polar.host.catalog.EnrolledKeys;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Leaving;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.RemovingOperator;
import dev.polar.host.consent.ReplacingOperator;
import dev.polar.host.consent.Signatures;
import dev.polar.host.consent.Statement;
import dev.polar.host.floor.Floors;
import dev.polar.host.gate.Carrier;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.gate.Observers;
import dev.polar.host.gate.Outcome;
import dev.polar.host.node.Lease;
import dev.polar.host.node.Membership;
import dev.polar.host.node.Nodes;
import dev.polar.host.policy.Policy;
import dev.polar.host.revocation.Refreshing;
import dev.polar.host.revocation.RevocationChanges;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.revocation.Taking;
import dev.polar.host.revocation.TrustedTime;
import dev.polar.host.session.ClearingSession;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.Surroundings;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.spi.Trace;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The part of a host that decides what runs, on a real database and journal, with one operator. */
public final class TestHost implements AutoCloseable {
    /** Where plugins' files are, below the data directory; who lets them write makes it. */
    static final String FILES = "files";

    private static SkillRuntime skills() {
        return new SkillRuntime(new ChildStarter(), new Confinement.Missing("not here"), new Interpreters(Map.of()));
    }

    final Path data;
    final Database database;
    final PostgresJournal journal;
    final SigningKey operator;
    final Uploads uploads;
    final Catalog catalog;
    final TrustReader trust;
    final RevocationList revocations;
    final Snapshots snapshots = new Snapshots();
    final EchoRuntime echo = new EchoRuntime();
    final Lifecycle lifecycle;
    public final TrustMemory memory;
    final Consents consents;
    final Gate gate;
    final Sessions sessions;

    /** The same gate, which follows sessions and asks the rules of plugins. */
    final Gate guarded;

    final Observers observers;

    /** What operators would have applied. */
    volatile Policy policy = Policy.NONE;

    final Optional<Membership> membership;
    final Refreshing refreshing;

    /** How far this host's clock is off. */
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private TestHost(
            Path data,
            Database database,
            Steps steps,
            Optional<Runtimes> given,
            Optional<Database> membersLine,
            boolean development) {
        this.data = data;
        this.database = database;
        var system = InstantSource.system();
        var time = new TrustedTime(() -> system.instant().plus(ahead.get()));
        InstantSource clock = time;
        journal = PostgresJournal.open(database, data, MasterKey.in(data), Duration.ofSeconds(5), system, Masking.NONE);
        var floors = Floors.in(data);
        floors.latest().ifPresent(time::known);
        journal.lastWritten().ifPresent(time::known);
        membership = membersLine.map(line -> new Membership(line, journal.node()));
        var operators = Operators.in(data);
        var name = InstallationName.of("this-installation", development);
        var ledger = new Ledger(database, new Signatures(name.text(), operators));
        revocations = RevocationList.in(data, ledger, database, time, Duration.ofHours(72));
        trust = new TrustReader(ledger, revocations, operators, Optional.empty(), Optional::empty, name.development());
        catalog = new Catalog(database);
        uploads = new Uploads(data, system);
        var inFlight = new InFlight();
        lifecycle = new Lifecycle(new Parts(
                trust,
                revocations,
                catalog,
                new Packages(data, new ContentStore(data, database), database),
                uploads,
                given.orElse(new Runtimes(echo, echo, skills(), echo, echo)),
                (generation, owner, admitted, live) ->
                        Surroundings.of(new BareContext(owner.plugin(), live), () -> data.resolve(FILES)),
                snapshots,
                inFlight,
                journal,
                membership.isPresent() ? membership.get() : Nodes.ALONE,
                steps,
                clock));
        memory = new TrustMemory(floors, ledger, trust, revocations, journal);
        gate = Gates.build(
                snapshots,
                () -> policy,
                new Approvals(database, clock),
                new Limits(new Limits.Bounds(1_000, 10, Duration.ofSeconds(5))),
                database,
                journal,
                inFlight,
                Carrier.NONE,
                system,
                time,
                membership.map(Membership::lease).orElseGet(Lease::unending),
                () -> memory.hold("call"));
        sessions = new Sessions(database, () -> false);
        observers = new Observers(snapshots::current, journal, system, Duration.ofSeconds(5));
        guarded = gate.observed(observers).following(sessions, new TakenIn(), target -> policy.isPrivate(target));
        var changes = new ArrayList<Change>(lifecycle.changes());
        changes.add(new ClearingSession(sessions, journal));
        var owners = new EnrolledKeys(trust);
        changes.add(new AddingOperator(operators, journal, owners));
        var leaving =
                new Leaving(operators, ledger, new Positions(database, journal), journal, lifecycle::trustChanged);
        changes.add(new RemovingOperator(leaving));
        changes.addAll(ReplacingOperator.changes(leaving, owners));
        changes.add(new AcceptingRollback(memory, journal));
        var taking = new Taking(revocations, journal, lifecycle);
        refreshing = new Refreshing(revocations, taking, time, lifecycle);
        changes.addAll(RevocationChanges.of(
                revocations, refreshing, taking, journal, lifecycle, trust::publisher, uploads::get));
        consents = new Consents(ledger, journal, clock, changes)
                .heldBackBy(action ->
                        memory.hold(action).or(() -> development ? Development.holdsBack(action) : Optional.empty()));
        lifecycle.inTurn(consents::between);
        operator = key(data);
        if (operators.all().isEmpty()) {
            run("operator.add", "alice", "key", operator.publicKey().toPem());
        }
    }

    /** Starts a host as a process does: what was there is recovered and booted. */
    public static TestHost start(Path data, Database database) {
        return start(data, database, Steps.UNOBSERVED, Optional.empty());
    }

    /** One for plugins in development. */
    static TestHost developing(Path data, Database database) {
        var host = new TestHost(data, database, Steps.UNOBSERVED, Optional.empty(), Optional.empty(), true);
        host.memory.start(host.lifecycle::boot);
        return host;
    }

    static TestHost start(Path data, Database database, Steps steps, Optional<Runtimes> runtimes) {
        var host = new TestHost(data, database, steps, runtimes, Optional.empty(), false);
        host.memory.start(host.lifecycle::boot);
        return host;
    }

    /** One of several hosts on that database; its node renews its lease over a line of its own. */
    static TestHost join(Path data, Database database, Database line) {
        var host = new TestHost(data, database, Steps.UNOBSERVED, Optional.empty(), Optional.of(line), false);
        host.membership.orElseThrow().join("here", () -> {
            var rest = host.lifecycle.follow();
            return () -> host.consents.between(rest);
        });
        host.memory.start(() -> host.consents.between(host.lifecycle::boot));
        return host;
    }

    private static SigningKey key(Path data) {
        var file = data.resolve("operator.pem");
        if (!Files.exists(file)) {
            new KeyFile(file).writePrivate(SigningKey.generate().toPlainPem());
        }
        return new KeyFile(file).signingKey(() -> new char[0]);
    }

    Done install(Pack pack, String... with) {
        return install(pack.signed(operator), with);
    }

    Done install(byte[] file, String... with) {
        var all = new ArrayList<>(List.of("upload", uploads.put(file)));
        all.addAll(List.of(with));
        return run("install", "", all.toArray(String[]::new));
    }

    Done enable(String plugin, String... with) {
        return run("enable", plugin, with);
    }

    Done run(String action, String object, String... with) {
        return commit(signed(plan(action, object, with)));
    }

    /** Whatever is refused here is on record. */
    Done commit(Consent consent) {
        return recorded(() -> consents.commit(consent));
    }

    Plan plan(String action, String object, String... with) {
        var named = new LinkedHashMap<String, String>();
        for (int i = 0; i < with.length; i += 2) {
            named.put(with[i], with[i + 1]);
        }
        return recorded(() -> consents.plan(new Request(action, object, named)));
    }

    private <T> T recorded(Supplier<T> attempt) {
        var before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try {
            return attempt.get();
        } catch (Refusal refusal) {
            if (database.answers() && !refusals(before).contains(refusal.code().name())) {
                throw new AssertionError("refused, and not on record", refusal);
            }
            throw refusal;
        }
    }

    /** The codes of whatever was refused since then. */
    List<String> refusals(Instant since) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT convert_from(body, 'UTF8')::json ->> 'reason' FROM audit_record"
                        + " WHERE decision = 'DENY' AND time >= :since")
                .bind("since", since)
                .mapTo(String.class)
                .list());
    }

    Consent signed(Plan plan) {
        return signed(plan, operator);
    }

    Consent signed(Plan plan, SigningKey by) {
        var envelope = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), by);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    /** Calls a tool without arguments. */
    Outcome call(String tool, String session) {
        return call(Target.tool(ToolId.of(tool).plugin(), ToolId.of(tool).name()), session);
    }

    Outcome call(Target target, String session) {
        return gate.call(toCall(target, session));
    }

    /** Calls a tool through the gate that follows sessions and asks rules. */
    Outcome guarded(String tool, String session) {
        return guarded.call(
                toCall(Target.tool(ToolId.of(tool).plugin(), ToolId.of(tool).name()), session));
    }

    private static Call toCall(Target target, String session) {
        return new Call(
                IntentId.fresh().value(),
                target,
                JsonValue.EMPTY_JSON_OBJECT,
                new Caller.Client("test"),
                session,
                new Trace(""),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }

    /** The text a tool answers with. */
    String says(String tool, String session) {
        return call(tool, session).orThrow().content().getJsonObject(0).getString("text");
    }

    /** Calls its tool {@code search} in one session after the other until the release on trial is withdrawn. */
    void callUntilWithdrawn(String plugin) {
        for (int i = 0; snapshots.current().split(new PluginId(plugin)).isPresent(); i++) {
            if (i == 2_000) {
                throw new AssertionError("still on trial after " + i + " calls");
            }
            call(plugin + "/search", "session-" + i);
        }
        lifecycle.drained();
    }

    /** The stored state, empty if it is not installed. */
    Optional<State> state(String plugin) {
        return catalog.find(new PluginId(plugin)).map(row -> row.state());
    }

    boolean live(String plugin) {
        return snapshots.current().standing(new PluginId(plugin)).orElse(null) instanceof Standing.Live;
    }

    /** What keeps it out of the snapshot. */
    Refusal out(String plugin) {
        return ((Standing.Out)
                        snapshots.current().standing(new PluginId(plugin)).orElseThrow())
                .why();
    }

    int records(String like) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM audit_record WHERE convert_from(body, 'UTF8') LIKE :like")
                .bind("like", like)
                .mapTo(Integer.class)
                .one());
    }

    int count(String table) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    void sql(String statement, Object... arguments) {
        database.write(transaction -> transaction.handle().execute(statement, arguments));
    }

    @Override
    public void close() {
        refreshing.close();
        lifecycle.close();
        membership.ifPresent(Membership::close);
        journal.close();
    }
}
