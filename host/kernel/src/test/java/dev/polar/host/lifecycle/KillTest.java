package dev.polar.host.lifecycle;

import static dev.polar.host.catalog.State.DISABLED;
import static dev.polar.host.catalog.State.ENABLED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.PluginId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attack 59: a real host process is killed at every step of every transition; the next start finds the old state or the
 * new one, never half of either, and the journal says what is known. A run takes a third of the steps, so that three days
 * take all of them: {@code -Dpolar.kill.third=0}, {@code 1} or {@code 2} takes that one, {@code -Dpolar.kill.third=all} all.
 */
@Timeout(120)
class KillTest {
    private static final String THIRD = System.getProperty(
            "polar.kill.third", Long.toString(LocalDate.now(ZoneOffset.UTC).toEpochDay() % 3));
    private static final Map<String, Integer> HITS = new ConcurrentSkipListMap<>();

    private static final String OPEN_INTENTS = "audit_record i WHERE stage = 'INTENT' AND 1 <>"
            + " (SELECT count(*) FROM audit_record o WHERE o.intent = i.intent AND o.stage = 'OUTCOME')";

    @RegisterExtension
    static final TestDatabase TRAINING = new TestDatabase();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    static Path training;

    @TempDir
    Path data;

    private static TrainedProcess trained;

    @BeforeAll
    static void train() throws Exception {
        trained = TrainedProcess.by(
                TrainedLifecycle.class,
                training,
                Files.createDirectory(training.resolve("data")).toString(),
                TRAINING.url());
    }

    static Stream<Arguments> stepsOfEveryTransition() {
        return Arrays.stream(Transition.values())
                .flatMap(transition -> transition.steps().stream()
                        .filter(step -> isDue(transition, step))
                        .map(step -> Arguments.of(transition, step)));
    }

    /** Neighbouring steps, and the same step of neighbouring transitions, are in different thirds. */
    private static boolean isDue(Transition transition, Step step) {
        return THIRD.equals("all")
                || (transition.ordinal() + transition.steps().indexOf(step)) % 3 == Integer.parseInt(THIRD);
    }

    @ParameterizedTest
    @MethodSource("stepsOfEveryTransition")
    void killed_there_it_is_in_the_old_state_or_the_new_one(Transition transition, Step step) throws Exception {
        killAt(transition, step);
        try (var host = TestHost.start(data, database.get())) {
            assertFalse(host.memory.isHeld(), "what was seen is never ahead of what is durable");
            var state = host.state(KilledLifecycle.PLUGIN);
            assertEquals(isNew(transition, step) ? transition.to(before(transition)) : before(transition), state);
            assertEquals(KilledLifecycle.releases(transition, isNew(transition, step)), releases(host));
            assertEquals(state.equals(Optional.of(ENABLED)), host.live(KilledLifecycle.PLUGIN));
            assertEquals(
                    transition == Transition.SYNC && isNew(transition, step),
                    host.live(KilledLifecycle.BESIDE),
                    "all of a set or nothing");
            assertEquals(
                    state.isPresent(),
                    host.snapshots
                            .current()
                            .standing(new PluginId(KilledLifecycle.PLUGIN))
                            .isPresent());
            assertEquals(0, host.count(OPEN_INTENTS), "every intent has exactly one outcome");
            assertEquals(isOpen(transition, step) ? 1 : 0, unknown(host, transition));
            assertTrue(
                    host.lifecycle.problems().isEmpty(),
                    () -> host.lifecycle.problems().toString());
            goOn(host, state);
        }
        HITS.merge(transition + " " + step, 1, Integer::sum);
    }

    /** What nobody knows the end of. A trial is withdrawn while calls go on: one of them may be cut off with it. */
    private static int unknown(TestHost host, Transition transition) {
        var all = host.records("%\"OUTCOME_UNKNOWN\"%\"stage\":\"OUTCOME\"%");
        return transition == Transition.WITHDRAW
                ? all - host.records("%\"action\":\"call\"%\"OUTCOME_UNKNOWN\"%\"stage\":\"OUTCOME\"%")
                : all;
    }

    /** Which release is there for what, as the rows say; and what serves is what the row says. */
    private static Map<String, String> releases(TestHost host) {
        var releases = new TreeMap<String, String>();
        host.catalog
                .find(new PluginId(KilledLifecycle.PLUGIN))
                .ifPresent(row -> releases.put("serving", row.release()));
        host.catalog.beside().forEach(row -> releases.put(row.role().label(), row.release()));
        if (host.snapshots
                        .current()
                        .standing(new PluginId(KilledLifecycle.PLUGIN))
                        .orElse(null)
                instanceof Standing.Live live) {
            assertEquals(releases.get("serving"), live.facts().version());
            assertEquals(releases.containsKey("canary") ? 1 : 0, live.beside().size());
        }
        return releases;
    }

    /** A state is worth something if the next transition leads out of it. */
    private static void goOn(TestHost host, Optional<State> state) {
        if (state.equals(Optional.of(DISABLED))) {
            host.enable(KilledLifecycle.PLUGIN);
            assertTrue(host.live(KilledLifecycle.PLUGIN));
        } else if (state.equals(Optional.of(ENABLED))) {
            if (host.live(KilledLifecycle.BESIDE)) {
                host.run("disable", KilledLifecycle.BESIDE);
            }
            host.run("disable", KilledLifecycle.PLUGIN);
        } else if (state.isPresent()) {
            host.run("uninstall", KilledLifecycle.PLUGIN);
        }
    }

    private static Optional<State> before(Transition transition) {
        return switch (transition) {
            case INSTALL -> Optional.empty();
            case ENABLE, UNINSTALL -> Optional.of(DISABLED);
            case DISABLE, QUARANTINE, REVOKE -> Optional.of(ENABLED);
            case STAGE, UNSTAGE, SYNC, UPDATE, CANARY, ROLLBACK, WITHDRAW, RETURN -> Optional.of(ENABLED);
        };
    }

    /** The new state holds from the commit on; what must not run any more, from when that is certain. */
    private static boolean isNew(Transition transition, Step step) {
        var holds = switch (transition) {
            case REVOKE -> Step.LISTED;
            case QUARANTINE -> Step.PUBLISHED;
            case INSTALL, ENABLE, DISABLE, UNINSTALL -> Step.OUTCOME;
            case STAGE, UNSTAGE, SYNC, UPDATE, CANARY, ROLLBACK, WITHDRAW, RETURN -> Step.OUTCOME;
        };
        return transition.steps().indexOf(step) >= transition.steps().indexOf(holds);
    }

    private static boolean isOpen(Transition transition, Step step) {
        var steps = transition.steps();
        return steps.contains(Step.INTENT)
                && steps.indexOf(step) >= steps.indexOf(Step.INTENT)
                && steps.indexOf(step) < steps.indexOf(Step.OUTCOME);
    }

    private void killAt(Transition transition, Step step) throws IOException, InterruptedException {
        var process = new ProcessBuilder(trained.command(
                        KilledLifecycle.class, data.toString(), database.url(), transition.name(), step.name()))
                .redirectErrorStream(true)
                .start();
        var said = new StringBuilder();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(KilledLifecycle.STOPPED)) {
                    process.toHandle().destroyForcibly();
                    process.waitFor(10, TimeUnit.SECONDS);
                    assertEquals(137, process.exitValue(), "killed");
                    return;
                }
                said.append(line).append('\n');
            }
        } finally {
            process.destroyForcibly();
        }
        throw new AssertionError(transition + " never came to " + step + ":\n" + said);
    }

    @AfterAll
    static void tell() {
        System.out.println("third " + THIRD + ": killed at each of " + HITS.size() + " steps: " + HITS);
    }
}
