package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.Packages;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.InFlight;
import dev.polar.host.gate.Outcome;
import dev.polar.host.gate.QuickGate;
import dev.polar.host.offer.ApprovedTools;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack 67: fifteen threads call a plugin as fast as they can while a sixteenth lets it in and takes it back, over and
 * over. The gate, the roster, the snapshots and the set of calls inside are the host's own. {@code
 * -Dpolar.race.rounds=1000000} makes it a million calls.
 */
@Timeout(900)
class RevocationRaceTest {
    private static final int CALLERS = 15;
    private static final long ROUNDS = Long.getLong("polar.race.rounds", 200_000);
    private static final PluginId PLUGIN = new PluginId("local.notes");
    private static final Refusal WHY = new Refusal(Code.PLUGIN_REVOKED, "key stolen", "polar revocations list");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    @Test
    void no_call_enters_after_the_revocation_returned_and_each_one_inside_is_cancelled() {
        try (var race = new Race(Snapshots::current)) {
            race.run(ROUNDS);
            System.out.println(race);
            assertEquals(0, race.wrong.sum(), race::toString);
            assertTrue(race.revocations.sum() > ROUNDS / 10_000, race::toString);
            assertTrue(race.answered.sum() > 0 && race.refused.sum() > 0, race::toString);
            assertTrue(race.cancelled.sum() > 0, race::toString);
        }
    }

    @Test
    void a_gate_that_reads_the_snapshot_once_for_each_thread_is_caught() {
        var first = new ThreadLocal<Snapshot>();
        try (var race = new Race(snapshots -> {
            if (first.get() == null) {
                first.set(snapshots.current());
            }
            return first.get();
        })) {
            race.run(ROUNDS);
            assertFalse(race.wrong.sum() == 0, race::toString);
        }
    }

    @Test
    void a_gate_that_does_not_look_again_after_joining_is_caught() {
        var race = new Race[1];
        try (var made = new Race(snapshots -> {
            var seen = race[0].seen.get();
            if (seen.isEmpty()) {
                seen = Optional.of(snapshots.current());
                race[0].seen.set(seen);
            }
            return seen.get();
        })) {
            race[0] = made;
            made.run(ROUNDS);
            assertFalse(made.wrong.sum() == 0, made::toString);
        }
    }

    /** How the gate comes by a snapshot. */
    private interface Reading {
        Snapshot read(Snapshots snapshots);
    }

    private final class Race implements AutoCloseable {
        final LongAdder answered = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder cancelled = new LongAdder();
        final LongAdder revocations = new LongAdder();

        /** Calls that entered after the revocation returned, that were left inside, or whose answer came out. */
        final LongAdder wrong = new LongAdder();

        /** What a call of this thread has read. */
        final ThreadLocal<Optional<Snapshot>> seen = ThreadLocal.withInitial(Optional::empty);

        private final TestHost host = TestHost.start(data, database.get());
        private final Snapshots snapshots = new Snapshots();
        private final InFlight inFlight = new InFlight();
        private final Roster roster = new Roster(snapshots, InstantSource.system(), host.trust);
        private final FakeGeneration generation = new FakeGeneration(PLUGIN.name(), this::inside);
        private final Supplier<Snapshot> reading;
        private volatile boolean out;

        Race(Reading reading) {
            this.reading = () -> reading.read(snapshots);
        }

        void run(long rounds) {
            var gate = QuickGate.over(reading, inFlight, database.get());
            var running = running();
            roster.enter(running);
            var left = new AtomicLong(rounds);
            try (var threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().factory())) {
                var ended = new CountDownLatch(CALLERS);
                for (int i = 0; i < CALLERS; i++) {
                    threads.submit(() -> {
                        while (left.getAndDecrement() > 0 && wrong.sum() == 0) {
                            seen.remove();
                            var tool = left.get() % 64 == 0 ? "wait" : "look";
                            settle(tool, gate.call(call(tool)));
                        }
                        ended.countDown();
                    });
                }
                while (ended.getCount() > 0) {
                    revoke(running);
                    pause();
                    out = false;
                    roster.enter(running);
                    pause();
                }
            }
        }

        /** As {@code revoke} does it once the entry is in the file beside the database. */
        private void revoke(Running running) {
            for (var fallen : roster.fall(running, WHY)) {
                inFlight.cancel(fallen.running().plugin(), fallen.why());
            }
            out = true;
            revocations.increment();
        }

        private static void pause() {
            for (int i = ThreadLocalRandom.current().nextInt(2_000); i > 0; i--) {
                Thread.onSpinWait();
            }
        }

        /** What the plugin does: it looks whether it should be here, and perhaps waits until somebody stops it. */
        private Answer inside(Call call) {
            var cancellation = call.cancellation();
            if (out && cancellation.reason().isEmpty()) {
                wrong.increment();
            }
            if (call.target().name().equals("wait")) {
                var stopped = new CountDownLatch(1);
                cancellation.onCancel(stopped::countDown);
                if (!awaited(stopped)) {
                    wrong.increment();
                }
                cancelled.increment();
            }
            return FakeGeneration.text("done");
        }

        private static boolean awaited(CountDownLatch stopped) {
            try {
                return stopped.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void settle(String tool, Outcome outcome) {
            switch (outcome) {
                case Outcome.Answered _ when tool.equals("wait") -> wrong.increment();
                case Outcome.Answered _ -> answered.increment();
                case Outcome.Refused(var intent, var why) -> {
                    refused.increment();
                    if (why.code() != Code.PLUGIN_REVOKED) {
                        wrong.increment();
                    }
                }
            }
        }

        private Running running() {
            host.install(Pack.code(PLUGIN.name(), "1.0.0", "look", "wait"));
            host.enable(PLUGIN.name());
            var row = host.catalog.require(PLUGIN);
            var trust = host.trust.known();
            var stored = new Packages(data, new ContentStore(data, database.get()), database.get())
                    .open(row, trust.keyring());
            var terms = trust.mandate(PLUGIN).orElseThrow().serving().terms();
            var facts = terms.facts(row.entries().values());
            var approved =
                    ApprovedTools.signed(host.echo.loaded.get(PLUGIN.name()).tools());
            return Running.of(
                    facts,
                    Drafts.facts(row, Optional.of(terms)),
                    stored.content(),
                    generation,
                    terms.effects(),
                    approved);
        }

        @Override
        public void close() {
            host.close();
        }

        @Override
        public String toString() {
            return answered + " answered, " + refused + " refused, of them " + cancelled + " cancelled inside, "
                    + revocations + " revocations, " + wrong + " wrong";
        }
    }

    private static Call call(String tool) {
        return new Call(
                "a-call",
                Target.tool(PLUGIN, tool),
                JsonValue.EMPTY_JSON_OBJECT,
                new Caller.Operator("alice"),
                "a-session",
                new Trace(""),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }
}
