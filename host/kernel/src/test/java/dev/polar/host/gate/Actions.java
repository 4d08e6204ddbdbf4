package dev.polar.host.gate;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
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
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.schema.ContractSchema;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A host with the whole gate and a real log, whose tool leaves the id of its call in a file beside everything that could be
 * undone. One call in four asks for what policy denies.
 */
final class Actions implements AutoCloseable {
    private static final PluginId PLUGIN = new PluginId("acme.files");
    private static final Target WRITE = Target.tool(PLUGIN, "write");
    private static final Target NEVER = Target.tool(PLUGIN, "never");

    final Database database;
    final PostgresJournal journal;
    final AuditLog log;
    private final FileChannel done;
    private final Gate gate;

    /** @param done where the tool leaves what it did */
    Actions(Path data, Database database, Path done, Duration patience) {
        this.database = database;
        this.journal = PostgresJournal.open(
                database, data, MasterKey.in(data), patience, InstantSource.system(), Masking.NONE);
        this.log = new AuditLog(database, journal);
        var policy = PolicyFile.read(
                1,
                "rules: [{id: no, effect: deny, target: 'acme.files/never'}, {id: all, effect: allow, target: '*'}]");
        var generation = new FakeGeneration(PLUGIN.name(), this::act);
        var snapshots = new Snapshots();
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        var facts = new PluginFacts(PLUGIN, "1.0.0", 1, generation.id().digest(), Level.LOCAL, "declared");
        snapshots.publish(new Snapshot(
                1,
                Map.of(WRITE, tool(WRITE, generation), NEVER, tool(NEVER, generation)),
                Map.of(PLUGIN, new Standing.Live(facts, verdict, generation))));
        this.gate = Gates.build(
                snapshots,
                () -> policy,
                new Approvals(database, InstantSource.system()),
                new Limits.Bounds(Integer.MAX_VALUE / 2, 10_000, Duration.ofSeconds(1)),
                database,
                journal,
                new InFlight(),
                InstantSource.system());
        try {
            this.done = FileChannel.open(
                    done, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How one call ended, for its caller. */
    record Ended(String id, Optional<Code> refused, Duration took) {
        boolean answered() {
            return refused.isEmpty();
        }
    }

    Ended call(int number) {
        var id = IntentId.fresh().value();
        long start = System.nanoTime();
        var outcome = gate.call(new Call(
                id,
                number % 4 == 3 ? NEVER : WRITE,
                json("{}"),
                new Caller.Client("agent" + number % 8),
                "session",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation()));
        var took = Duration.ofNanos(System.nanoTime() - start);
        return switch (outcome) {
            case Outcome.Answered answered -> new Ended(id, Optional.empty(), took);
            case Outcome.Refused refused ->
                new Ended(id, Optional.of(refused.why().code()), took);
        };
    }

    private Answer act(Call call) {
        try {
            done.write(ByteBuffer.wrap((call.id() + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (call.id().endsWith("f")) {
            throw new Refusal(Code.TOOL_FAILED, "it did it and failed all the same", "");
        }
        return FakeGeneration.text("done");
    }

    private static Offered.Tool tool(Target target, FakeGeneration generation) {
        var offer = new ToolOffer(
                target.name(),
                json("{\"name\":\"" + target.name() + "\"}"),
                Effect.WRITE,
                Duration.ofSeconds(30),
                Optional.empty());
        return new Offered.Tool(
                target,
                generation,
                offer,
                ContractSchema.compile(json("{\"type\":\"object\"}")),
                Optional.empty(),
                false);
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(10_000));
    }

    @Override
    public void close() {
        journal.close();
        database.close();
        try {
            done.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
