package dev.polar.bench;

import dev.polar.adminapi.Request;
import dev.polar.host.approval.ApprovalChanges;
import dev.polar.host.approval.Approvals;
import dev.polar.host.approval.Held;
import dev.polar.host.approval.Patience;
import dev.polar.host.approval.ProvenVoices;
import dev.polar.host.approval.Seals;
import dev.polar.host.approval.Served;
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
import dev.polar.host.gate.Gates;
import dev.polar.host.gate.HeldCalls;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Limits;
import dev.polar.host.gate.Outcome;
import dev.polar.host.policy.Policy;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** How long a call that is held open takes from an operator's signed yes until it runs. */
final class ApprovalPart {
    private static final int WARM = 50;
    private static final int RUNS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ApprovalPart() {}

    static String run(Path scratch) throws IOException {
        var data = Files.createDirectories(scratch.resolve("approval"));
        var clock = InstantSource.system();
        try (var database = Database.embedded(data, scratch.resolve("cache"));
                var journal = PostgresJournal.open(
                        database, data, MasterKey.in(data), Duration.ofSeconds(10), clock, Masking.NONE)) {
            var tool = new NotingGeneration();
            var snapshots = BenchGate.snapshots(tool);
            var operators = Operators.in(data);
            var ledger = new Ledger(database, new Signatures("bench", operators));
            var voices = new ProvenVoices(ledger, database, new Seals(MasterKey.in(data)), clock);
            var approvals = new Approvals(database, clock, voices);
            var gate = Gates.build(
                    snapshots,
                    () -> Policy.NONE,
                    approvals,
                    new Limits.Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(30)),
                    database,
                    journal,
                    new InFlight(),
                    clock);
            var catalog = new Catalog(database);
            database.write(transaction -> {
                catalog.insert(transaction, row(tool));
                return true;
            });
            var changes = new ArrayList<Change>(
                    ApprovalChanges.of(approvals, new Served(catalog, snapshots), journal, clock));
            changes.add(new AddingOperator(operators, journal, KeyOwners.NONE));
            var operator = new Signer(new Consents(ledger, journal, clock, changes), SigningKey.generate());
            operator.carryOut(operator.signed(new Request(
                    "operator.add",
                    "bench",
                    Map.of("key", operator.key().publicKey().toPem()))));
            try (var held = new Held(approvals).hang(database)) {
                return page(new HeldCalls(gate, held), approvals, operator, tool);
            }
        }
    }

    private static String page(HeldCalls calls, Approvals approvals, Signer operator, NotingGeneration tool) {
        var entered = new double[RUNS];
        var answered = new double[RUNS];
        for (int i = -WARM; i < RUNS; i++) {
            var call = BenchGate.fresh("held-" + i);
            var outcome = new CompletableFuture<Long>();
            Thread.startVirtualThread(() -> outcome.complete(ended(calls.call(call, Patience.of(PATIENCE)))));
            var yes = operator.signed(new Request("approve", asked(approvals), Map.of()));
            long start = System.nanoTime();
            operator.carryOut(yes);
            answered[Math.max(0, i)] = (outcome.join() - start) / 1e6;
            entered[Math.max(0, i)] = (tool.entered() - start) / 1e6;
        }
        return new Page("From a yes to the call", "from a signed yes at the host until", "p50 ms", "p99 ms")
                .row("the held call enters the tool", p(entered, 50), p(entered, 99))
                .row("its caller has the answer", p(answered, 50), p(answered, 99))
                .say("One call after the other, " + RUNS + " of them: the signature is verified, the yes recorded and"
                        + " committed, the call goes through the whole gate again and its intent is durable before it"
                        + " enters. The journal is on PostgreSQL.")
                .toString();
    }

    private static String p(double[] millis, int percent) {
        return Samples.number(new Samples(millis).percentile(percent));
    }

    private static long ended(Outcome outcome) {
        outcome.orThrow();
        return System.nanoTime();
    }

    /** The only open request, once it is there. */
    private static String asked(Approvals approvals) {
        while (true) {
            var open = approvals.open();
            if (!open.isEmpty()) {
                return open.getFirst().id();
            }
            LockSupport.parkNanos(200_000);
        }
    }

    private static Row row(NotingGeneration tool) {
        var content = Digest.parse(tool.id().digest());
        return new Row(
                tool.id().plugin(),
                tool.id().version(),
                1,
                content,
                content,
                Map.of(),
                Set.of(),
                State.ENABLED,
                1,
                Optional.empty(),
                Instant.EPOCH,
                Role.SERVING);
    }
}
