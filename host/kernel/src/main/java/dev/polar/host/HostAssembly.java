package dev.polar.host;

import dev.polar.adminapi.Check;
import dev.polar.adminapi.Keys;
import dev.polar.host.admin.AdminRoutes;
import dev.polar.host.admin.AdminServer;
import dev.polar.host.admin.Doctor;
import dev.polar.host.admin.HostViews;
import dev.polar.host.admin.OperatorViews;
import dev.polar.host.admin.RevocationViews;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Deciding;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.audit.Positions;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.backup.AcceptingRollback;
import dev.polar.host.backup.Backups;
import dev.polar.host.backup.RestoreNote;
import dev.polar.host.backup.TrustMemory;
import dev.polar.host.broker.Brokers;
import dev.polar.host.broker.KeptSecrets;
import dev.polar.host.broker.Owner;
import dev.polar.host.broker.SecretRemoving;
import dev.polar.host.broker.SecretSetting;
import dev.polar.host.broker.SecretValues;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.channel.WebChannel;
import dev.polar.host.channel.WebRooms;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Leaving;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.RemovingOperator;
import dev.polar.host.consent.ReplacingOperator;
import dev.polar.host.consent.Signatures;
import dev.polar.host.endpoint.ChangingClients;
import dev.polar.host.endpoint.Clients;
import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.endpoint.McpHandler;
import dev.polar.host.endpoint.McpMethods;
import dev.polar.host.endpoint.McpSkills;
import dev.polar.host.endpoint.McpTools;
import dev.polar.host.endpoint.OperatorsOnly;
import dev.polar.host.floor.Floors;
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.gate.PluginCalls;
import dev.polar.host.lifecycle.Lifecycle;
import dev.polar.host.lifecycle.Parts;
import dev.polar.host.lifecycle.Steps;
import dev.polar.host.lifecycle.Uploads;
import dev.polar.host.node.Lease;
import dev.polar.host.node.Membership;
import dev.polar.host.policy.ChangingPolicy;
import dev.polar.host.policy.Policies;
import dev.polar.host.revocation.Refreshing;
import dev.polar.host.revocation.RevocationChanges;
import dev.polar.host.revocation.RevocationList;
import dev.polar.host.revocation.Taking;
import dev.polar.host.revocation.TrustedTime;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.work.Mailroom;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Runtimes;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.mcp.McpRuntime;
import dev.polar.runtime.osgi.OsgiRuntime;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.slf4j.LoggerFactory;

/** The whole host, wired by hand, readable from the database up to the front doors. */
public final class HostAssembly implements AutoCloseable {
    private static final String VERSION = "0.1.0";
    private static final ToolId RESPONDER = ToolId.of("polar.responder/respond");

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private volatile String address = "";
    private volatile boolean startsAgain;

    private HostAssembly() {}

    /**
     * Starts a host; when this returns its doors are open.
     *
     * @param whenTold is run when an operator tells it to end
     * @throws Refusal {@code HOST_RUNNING}, {@code PORT_TAKEN}, {@code DATABASE_UNAVAILABLE}, {@code SETTING_INVALID}
     */
    public static HostAssembly start(Settings settings, Runnable whenTold) {
        var host = new HostAssembly();
        try {
            host.assemble(settings, whenTold);
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** Where the front doors are. */
    public String address() {
        return address;
    }

    /** Whether it ends only to start again, without the revoked code that runs in it. */
    public boolean wantsToStartAgain() {
        return startsAgain;
    }

    /** Other plugins' calls get that long to end; nothing new is admitted meanwhile. */
    private void startAgain(Duration after, Runnable end) {
        LoggerFactory.getLogger(HostAssembly.class)
                .error(
                        "revoked code does not end: the host ends in {} s, to start again without it",
                        after.toSeconds());
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    startsAgain = true;
                    end.run();
                });
    }

    private void assemble(Settings settings, Runnable whenTold) {
        var clock = InstantSource.system();
        var dataDir = settings.dataDir().value();

        var restored = new RestoreNote(dataDir);
        restored.resume(settings.databaseUrl().value());

        // What is remembered.
        var database = closing(settings.databaseUrl()
                .value()
                .map(Database::at)
                .orElseGet(() -> Database.embedded(dataDir, settings.cacheDir().value())));
        requireJoined(database, dataDir);
        var masterKey = MasterKey.in(dataDir);
        var values = new SecretValues(database, masterKey);
        var journal = closing(PostgresJournal.open(
                database, dataDir, masterKey, settings.auditTimeout().value(), clock, values));
        var membership = closing(new Membership(database, journal.node()));
        restored.record(journal);
        var content = new ContentStore(dataDir, database);

        // What operators signed.
        var operators = Operators.in(dataDir);
        var ledger = new Ledger(database, new Signatures(Installation.in(dataDir), operators));
        // Whatever trust compares times with; everything else keeps the system's clock.
        var time = new TrustedTime(clock);
        var floors = Floors.in(dataDir);
        floors.latest().ifPresent(time::known);
        journal.lastWritten().ifPresent(time::known);
        var revocations = RevocationList.in(
                dataDir, ledger, database, time, settings.trustGrace().value());
        var starter = closing(new ChildStarter());
        var confinement = Confinement.probe(starter);
        var trust = new TrustReader(ledger, revocations, operators, releaseKey(settings), () -> missing(confinement));

        // The way of a call.
        var snapshots = new Snapshots();
        var inFlight = new InFlight();
        settings.restartAfter().value().ifPresent(after -> inFlight.onTaint(() -> startAgain(after, whenTold)));
        var policies = new Policies();
        policies.restore(ledger);
        var approvals = new Approvals(database, clock).believing(Deciding.signed(ledger, clock));
        approvals.recover(journal);
        var bounds = new Limits.Bounds(
                settings.callsPerMinute().value(), settings.concurrentCalls().value(), Duration.ofSeconds(30));
        var rooms = new WebRooms(database, snapshots);
        var gate = Gates.build(
                snapshots,
                policies,
                approvals,
                bounds,
                database,
                journal,
                inFlight,
                rooms,
                clock,
                time,
                membership.lease());

        // What plugins are given, and what runs them.
        var secrets = new KeptSecrets(values, ledger);
        var brokers = new Brokers(database, dataDir, new PluginCalls(gate, snapshots), secrets, journal, clock);
        var watch = new LateWatch();
        var interpreters = Interpreters.ofThisMachine();
        var catalog = new Catalog(database);
        // A generation that only waits for consent may be another publisher's than the one that serves.
        var owners = Collections.synchronizedMap(new WeakHashMap<GenerationId, Owner>());
        var runtimes = new Runtimes(
                closing(new OsgiRuntime(dataDir.resolve("osgi"), clock)),
                new Pf4jRuntime(clock),
                new SkillRuntime(),
                new McpRuntime(
                        starter,
                        confinement,
                        interpreters,
                        generation -> brokers.directory(Objects.requireNonNull(owners.get(generation))),
                        watch));
        var packages = new Packages(dataDir, content, database);
        var uploads = new Uploads(dataDir, clock);
        var lifecycle = closing(new Lifecycle(new Parts(
                trust,
                revocations,
                catalog,
                packages,
                uploads,
                runtimes,
                (generation, facts, live) -> brokers.forGeneration(
                        generation, known(owners, generation, facts), held(membership.lease(), live)),
                snapshots,
                inFlight,
                journal,
                membership,
                Steps.UNOBSERVED,
                time)));
        watch.tell(lifecycle);

        // What operators can change, and what follows when another node changes it.
        var clients = new Clients(ledger, journal, clock);
        var memory = new TrustMemory(floors, ledger, trust, revocations, journal);
        var changes = new ArrayList<Change>(lifecycle.changes());
        changes.add(new AddingOperator(operators, journal));
        var leaving = new Leaving(operators, ledger, new Positions(database, journal), journal, () -> {
            policies.restore(ledger);
            clients.reload();
            lifecycle.trustChanged();
        });
        changes.add(new RemovingOperator(leaving));
        changes.addAll(ReplacingOperator.changes(leaving));
        changes.add(new AcceptingRollback(memory, journal));
        var taking = new Taking(revocations, journal, lifecycle);
        var refreshing = closing(new Refreshing(revocations, taking, time, lifecycle));
        changes.addAll(RevocationChanges.of(
                revocations, refreshing, taking, journal, lifecycle, trust::publisher, uploads::get));
        changes.addAll(ChangingPolicy.changes(policies, journal));
        changes.addAll(Deciding.changes(approvals, journal, clock));
        changes.addAll(ChangingClients.changes(clients, journal, () -> address + "/mcp"));
        changes.add(new SecretSetting(trust, secrets, values, journal));
        changes.add(new SecretRemoving(secrets, values, journal));
        var consents = new Consents(ledger, journal, time, changes).heldBackBy(memory::hold);
        lifecycle.inTurn(consents::between);
        membership.join(address, () -> {
            if (!memory.isOpen()) {
                return () -> {}; // it admits nothing, and begins with what is there when it does
            }
            var rest = lifecycle.follow();
            policies.restore(ledger);
            clients.reload();
            return () -> consents.between(rest);
        });

        // The front doors, last.
        var methods = new McpMethods(snapshots, new McpTools(gate), new McpSkills(gate), VERSION);
        var mailroom = closing(new Mailroom(database, journal, gate, snapshots, RESPONDER));
        var web = closing(
                new WebChannel(database, journal, masterKey, snapshots, rooms, mailroom.inbox(), () -> address, clock));
        var handlers = new HashMap<String, Handler>(web.handlers());
        handlers.put("/mcp", new McpHandler(clients, methods));
        handlers.put(OperatorsOnly.PATH, new OperatorsOnly(clients));
        memory.start(() -> {
            // What another node changed while this one waited.
            policies.restore(ledger);
            clients.reload();
            lifecycle.boot();
            mailroom.start();
            web.start();
            var front = closing(
                    FrontServer.start(settings.host().value(), settings.port().value(), handlers));
            closing(web); // before the front doors: they wait for open pages
            address = "http://" + settings.host().value() + ":" + front.port();
            membership.open(address);
            refreshing.start();
        });

        // The operator's door.
        var doctor = new Doctor(
                database,
                journal,
                operators,
                confinement,
                interpreters,
                memory,
                () -> Stream.concat(memory.problems().stream(), lifecycle.problems().stream())
                        .toList(),
                shown(settings));
        var views = new HostViews(
                new HostStatus(
                        VERSION,
                        () -> address,
                        settings,
                        new CallCounts(database),
                        journal,
                        catalog,
                        lifecycle,
                        memory,
                        membership),
                doctor::checks,
                () -> new Keys(
                        journal.key().toString(),
                        journal.key().name(),
                        operators.all().stream()
                                .map(operator ->
                                        operator.name() + " " + operator.key().id())
                                .toList()),
                web::newLink,
                whenTold);
        closing(AdminServer.start(
                dataDir,
                AdminRoutes.of(new AdminRoutes.Parts(
                        views,
                        catalog,
                        trust,
                        new RevocationViews(trust, revocations, refreshing, time),
                        packages,
                        snapshots,
                        new CallCounts(database),
                        approvals,
                        clients,
                        policies,
                        secrets::list,
                        () -> OperatorViews.list(operators),
                        new AuditLog(database, journal),
                        journal.key().name(),
                        journal,
                        gate,
                        consents,
                        uploads,
                        new Backups(database, dataDir, journal, clock),
                        clock))));
    }

    /** Before anything is made there: whoever begins with an installation's database must be one of it. */
    private static void requireJoined(Database database, Path dataDir) {
        if (Operators.in(dataDir).all().isEmpty() && Ledger.holdsAnything(database)) {
            throw new Refusal(
                    Code.NODE_NOT_JOINED,
                    "the database belongs to an installation, and no operator of it is pinned in " + dataDir,
                    "on a host of it: polar node export FILE; here: polar up --join FILE. If the directory lost its"
                            + " operators.json, restore it from a backup");
        }
    }

    /** A node without a lease cannot know whether the grant still holds. */
    private static Supplier<Grant> held(Lease lease, Supplier<Grant> live) {
        return () -> {
            lease.require();
            return live.get();
        };
    }

    private static Owner known(Map<GenerationId, Owner> owners, GenerationId generation, Owner owner) {
        owners.put(generation, owner);
        return owner;
    }

    private static Optional<PublicKey> releaseKey(Settings settings) {
        return settings.releaseKey().value().map(file -> {
            try {
                return PublicKey.ofPem(Files.readString(file));
            } catch (IOException e) {
                throw new Refusal(Code.SETTING_INVALID, "cannot read the release key " + file, "POLAR_RELEASE_KEY");
            }
        });
    }

    private static Optional<String> missing(Confinement confinement) {
        return confinement instanceof Confinement.Missing missing ? Optional.of(missing.why()) : Optional.empty();
    }

    private static List<Check> shown(Settings settings) {
        return settings.shown().stream()
                .map(setting -> new Check(
                        "setting " + setting.name(), true, setting.value() + " (" + setting.origin() + ")", ""))
                .toList();
    }

    private synchronized <T extends AutoCloseable> T closing(T part) {
        toClose.push(part);
        return part;
    }

    /** Ends everything in the opposite order; the log's last word is that it ended. */
    @Override
    public synchronized void close() {
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception e) {
                LoggerFactory.getLogger(HostAssembly.class).warn("a part did not end cleanly", e);
            }
        }
    }
}
