package dev.polar.host.gate;

import dev.polar.bench.EchoGeneration;
import dev.polar.host.node.Lease;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What asking admission costs a call: lease, taint, the verdict compiled into a snapshot of a hundred plugins, freshness.
 * The floor beside it is what no such look can do without: one volatile read and one look at the clock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdmissionBenchmark {
    private static final int PLUGINS = 100;

    private final InstantSource clock = InstantSource.system();
    private final Snapshots snapshots = new Snapshots();
    private final InFlight inFlight = new InFlight();
    private final List<Stage> stages =
            List.of(new HoldingLease(Lease.unending()), new Untainted(inFlight), new Admitting(clock));
    private final Target target = Target.tool(plugin(PLUGINS / 2), "write");
    private Passage passage = passage(Snapshot.EMPTY, target);

    @Setup
    public void publish() {
        var targets = new HashMap<Target, Offered>();
        var standings = new HashMap<PluginId, Standing>();
        for (int i = 0; i < PLUGINS; i++) {
            var offered = offered(plugin(i));
            targets.put(offered.target(), offered);
            standings.put(plugin(i), standing(offered));
        }
        snapshots.publish(new Snapshot(1, targets, standings));
        passage = passage(snapshots.current(), target);
        passage.resolved(snapshots.current().find(target).orElseThrow());
        if (!admission()) {
            throw new IllegalStateException("what is measured has to be an admission");
        }
    }

    /** Whether every look lets the call through. */
    @Benchmark
    public boolean admission() {
        for (var stage : stages) {
            if (stage.check(passage).isPresent()) {
                return false;
            }
        }
        return true;
    }

    @Benchmark
    public boolean floor() {
        return snapshots.current().epoch() == 1 && clock.instant().isBefore(Instant.MAX);
    }

    @TearDown
    public void close() {
        snapshots.publish(Snapshot.EMPTY);
    }

    private static PluginId plugin(int number) {
        return new PluginId("acme.files" + number);
    }

    private static Offered.Tool offered(PluginId plugin) {
        var offer = new ToolOffer(
                "write", json("{\"name\":\"write\"}"), Effect.WRITE, Duration.ofSeconds(5), Optional.empty());
        return new Offered.Tool(
                Target.tool(plugin, "write"),
                new EchoGeneration(new GenerationId(plugin, "1.0.0", "sha256:" + "0".repeat(64), 1)),
                offer,
                ContractSchema.compile(json("{\"type\":\"object\"}")),
                Optional.empty(),
                false);
    }

    private static Standing standing(Offered.Tool tool) {
        var id = tool.generation().id();
        return new Standing.Live(
                new PluginFacts(id.plugin(), "1.0.0", 1, id.digest(), Level.LOCAL, "declared"),
                new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX),
                tool.generation());
    }

    private static Passage passage(Snapshot snapshot, Target target) {
        var call = new Call(
                "bench",
                target,
                json("{}"),
                new Caller.Client("bench"),
                "client:bench",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation());
        return new Passage(call, snapshot, Instant.EPOCH);
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }
}
