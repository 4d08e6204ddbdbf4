package dev.polar.host.gate;

import dev.polar.host.audit.Drafts;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.snapshot.Watch;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Rules;
import dev.polar.runtime.ToolOffer;
import dev.polar.runtime.UnloadReport;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.policy.PolicyRule;
import dev.polar.spi.policy.ResultRule;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.permission.Grant;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A plugin that watches one target of a {@link SessionWorld}, whose rules a test writes. */
final class RuleWorld implements AutoCloseable {
    private static final PluginId GUARD = new PluginId("acme.guard");

    private final SessionWorld world;
    private final String target;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private boolean arguments;
    Observers observers;

    /** Its rules have five seconds until a test says otherwise. */
    RuleWorld(SessionWorld world, String target) {
        this.world = world;
        this.target = target;
        observers =
                new Observers(world.snapshots::current, world.journal, InstantSource.system(), Duration.ofSeconds(5));
    }

    /** In milliseconds; what was known of the rule is forgotten. */
    void patience(int most) {
        observers =
                new Observers(world.snapshots::current, world.journal, InstantSource.system(), Duration.ofMillis(most));
    }

    void watching(boolean seesArguments) {
        arguments = seesArguments;
    }

    void judging(PolicyRule rule) {
        judging(Map.of("watch", rule));
    }

    void judging(Map<String, PolicyRule> rules) {
        rules(rules, Map.of());
    }

    void reviewing(ResultRule rule) {
        rules(Map.of(), Map.of("watch", rule));
    }

    void rules(Map<String, PolicyRule> policy, Map<String, ResultRule> results) {
        var generation = new Guard(new Rules(policy, results, Value::new));
        var facts = new PluginFacts(GUARD, "1.0.0", 1, "sha256:" + "0".repeat(64), Level.LOCAL, "declared");
        var verdict = new Verdict.Admitted(Level.LOCAL, Placement.HOST, Grant.NONE, Instant.MAX);
        publish(Optional.of(new Standing.Live(facts, verdict, generation)));
    }

    /** Enabled, and fallen since. */
    void out() {
        publish(Optional.empty());
    }

    private void publish(Optional<Standing.Live> live) {
        world.snapshots.publish(new Snapshot(
                2,
                world.targets,
                world.plugins,
                Map.of(),
                Map.of(),
                Map.of(target, List.of(new Watch(GUARD, arguments, live)))));
    }

    Gate gate() {
        return world.gate().observed(observers);
    }

    Optional<Code> refused(String tool, String session) {
        return SessionWorld.code(gate().call(world.call(tool, session)));
    }

    void call(String tool, String session, Aside aside) {
        gate().call(world.call(tool, session).heardBy(aside)).orThrow();
    }

    Refusal why(String tool, String session) {
        return ((Outcome.Refused) gate().call(world.call(tool, session))).why();
    }

    String says(String tool, String session) {
        return gate().call(world.call(tool, session))
                .orThrow()
                .content()
                .getJsonObject(0)
                .getString("text");
    }

    long alarms() {
        return world.journal.drafts().stream()
                .filter(draft -> Drafts.says(draft, "action", "rule.failed"))
                .count();
    }

    /** Until everything that went on has ended. */
    void settle() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("a rule goes on");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private record Value(JsonValue value) implements Json {
        @Override
        public String text() {
            return Canonical.text(value);
        }

        @Override
        public <T> T as(Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }

    /** Its door is as a plugin's in the host: a thread of its own, and nobody waits longer than the deadline. */
    private final class Guard implements Generation {
        private final GenerationId id = new GenerationId(GUARD, "1.0.0", "sha256:" + "0".repeat(64), 1);
        private final Rules rules;

        Guard(Rules rules) {
            this.rules = rules;
        }

        @Override
        public GenerationId id() {
            return id;
        }

        @Override
        public Rules rules() {
            return rules;
        }

        @Override
        public Enforcement enforcement() {
            return Enforcement.DECLARED;
        }

        @Override
        public List<ToolOffer> tools() {
            return List.of();
        }

        @Override
        public Answer invoke(Call call, Instant deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T enter(Caller caller, Instant deadline, Door<T> work) {
            if (threads.isShutdown()) {
                try {
                    return work.run();
                } catch (Exception thrown) {
                    throw new Refusal(Code.TOOL_FAILED, thrown.toString(), "");
                }
            }
            var asked = threads.submit(work::run);
            try {
                return asked.get(Duration.between(Instant.now(), deadline).toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                asked.cancel(true);
                throw new Refusal(Code.TOOL_TIMEOUT, "late", "");
            } catch (ExecutionException thrown) {
                throw new Refusal(Code.TOOL_FAILED, thrown.getCause().toString(), "");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public UnloadReport close(Duration drain) {
            return new UnloadReport(0, true, List.of());
        }
    }
}
