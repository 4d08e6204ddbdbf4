package dev.polar.host.gate;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.RecentCalls;
import dev.polar.host.consent.AddingOperator;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.KeyOwners;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.consent.Signatures;
import dev.polar.host.consent.Statement;
import dev.polar.host.limits.Restraints;
import dev.polar.host.limits.Resuming;
import dev.polar.host.limits.SetClock;
import dev.polar.host.limits.SpentServers;
import dev.polar.host.limits.Standings;
import dev.polar.host.node.Lease;
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
import dev.polar.spi.Effect;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One plugin with one tool behind the gate, on a real log, whose time passes when a test says so. */
final class LimitedHost implements AutoCloseable {
    static final PluginId PLUGIN = new PluginId("acme.files");
    static final Target TOOL = Target.tool(PLUGIN, "write");
    private static final Limits.Bounds BOUNDS = new Limits.Bounds(600, 32, Duration.ofSeconds(30));

    final FakeGeneration generation;
    final Approvals approvals;
    final Standings standings;
    private final Snapshots snapshots = new Snapshots();
    private final PostgresJournal journal;
    private final Ledger ledger;
    private final Consents consents;
    private final Resuming resuming;
    private final Gate gate;
    private List<Target> targets = List.of(TOOL);

    /** @param policy all of it; a host that was killed before leaves nothing but what is in the database */
    LimitedHost(Path data, Database database, SetClock clock, String policy, Function<Call, Answer> behaviour) {
        this(data, database, clock, policy, behaviour, Optional.empty());
    }

    /** @param given the gate's journal, in place of the host's own */
    LimitedHost(
            Path data,
            Database database,
            SetClock clock,
            String policy,
            Function<Call, Answer> behaviour,
            Optional<Journal> given) {
        generation = new FakeGeneration(PLUGIN.name(), behaviour);
        journal = PostgresJournal.open(database, data, MasterKey.in(data), Duration.ofSeconds(5), clock, Masking.NONE);
        approvals = new Approvals(database, clock);
        Policy rules = PolicyFile.read(1, policy);
        var restraints = Restraints.fresh(
                        journal.node(),
                        BOUNDS.callsPerMinute(),
                        BOUNDS.pause(),
                        rules::limits,
                        Restraints.recent(
                                new RecentCalls(database, journal),
                                BOUNDS.callsPerMinute(),
                                rules.limits(),
                                clock.instant()),
                        clock,
                        clock)
                .goingOn(database);
        standings = new Standings(restraints, new SpentServers(snapshots), database);
        gate = Gates.build(
                snapshots,
                () -> rules,
                approvals,
                new Limits(BOUNDS, Duration.ofSeconds(2), restraints),
                database,
                given.orElse(journal),
                new InFlight(),
                Carrier.NONE,
                clock,
                clock,
                Lease.unending(),
                Optional::empty);
        var operators = Operators.in(data);
        ledger = new Ledger(database, new Signatures("here", operators));
        resuming = new Resuming(restraints, new SpentServers(snapshots), database, journal, ledger);
        consents = new Consents(
                ledger, journal, clock, List.of(new AddingOperator(operators, journal, KeyOwners.NONE), resuming));
        publish();
    }

    /** Puts other tools in the place of the one. */
    void offer(String... tools) {
        targets = Arrays.stream(tools).map(name -> Target.tool(PLUGIN, name)).toList();
        publish();
    }

    void publish() {
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        var facts = new PluginFacts(PLUGIN, "1.0.0", 1, generation.id().digest(), Level.LOCAL, "declared");
        snapshots.publish(new Snapshot(
                1,
                targets.stream().collect(Collectors.toMap(Function.identity(), this::tool)),
                Map.of(PLUGIN, new Standing.Live(facts, verdict, generation))));
    }

    private Offered.Tool tool(Target target) {
        var name = target.name();
        var offer = new ToolOffer(
                name, json("{\"name\":\"" + name + "\"}"), Effect.WRITE, Duration.ofSeconds(5), Optional.empty());
        return new Offered.Tool(
                target,
                generation,
                offer,
                ContractSchema.compile(json("{\"type\":\"object\"}")),
                Optional.empty(),
                false);
    }

    Outcome call(Caller caller) {
        return call(caller, Optional.empty(), new Cancellation());
    }

    Outcome call(Caller caller, Optional<String> key, Cancellation cancellation) {
        return call(TOOL, caller, key, cancellation);
    }

    /** Of one of several tools. */
    Outcome call(String tool, Caller caller) {
        return call(Target.tool(PLUGIN, tool), caller, Optional.empty(), new Cancellation());
    }

    private Outcome call(Target target, Caller caller, Optional<String> key, Cancellation cancellation) {
        return gate.call(new Call(
                IntentId.fresh().value(),
                target,
                json("{}"),
                caller,
                "session",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                key,
                new Usage(),
                cancellation));
    }

    /** How many of so many calls went ahead. */
    int answered(Caller caller, int calls) {
        int answered = 0;
        for (int i = 0; i < calls; i++) {
            answered += call(caller) instanceof Outcome.Answered ? 1 : 0;
        }
        return answered;
    }

    /** The refusal of one call. */
    Refusal refused(Caller caller) {
        return refused(call(caller));
    }

    static Refusal refused(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.why();
            case Outcome.Answered answered -> throw new AssertionError("it was answered: " + answered.answer());
        };
    }

    /** An operator's word. */
    Done run(SigningKey by, String action, String object, Map<String, String> with) {
        var plan = consents.plan(new Request(action, object, with));
        var envelope = Dsse.sign(Statement.TYPE, Base64.getDecoder().decode(plan.statement()), by);
        return consents.commit(new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of()));
    }

    /** Another host's operator may have said something. */
    void follow() {
        ledger.read();
        resuming.follow(ledger);
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    @Override
    public void close() {
        journal.close();
    }
}
