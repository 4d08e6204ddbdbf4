package dev.polar.host.gate;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.snapshot.Watch;
import dev.polar.runtime.Generation.Door;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Rules;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the rules of plugins, each behind its plugin's own door and in its time. One that throws, is late or cannot be asked
 * at all refuses what it watches, and operators are told once, until it answers again.
 */
public final class Observers {
    /** How long a rule has. */
    public static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    /** Rules are asked in nobody's name. */
    private static final Caller HOST = new Caller.Operator("host");

    private final Supplier<Snapshot> snapshots;
    private final Journal journal;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<String, Loitering> loitering = new ConcurrentHashMap<>();
    private final Map<String, Failing> failing = new ConcurrentHashMap<>();

    private record Failing(PluginId plugin, Refusal why) {}

    /** @param snapshots the current one, each time it is asked: rules are those of now, however long a call has gone on */
    public Observers(Supplier<Snapshot> snapshots, Journal journal, InstantSource clock) {
        this(snapshots, journal, clock, PATIENCE);
    }

    public Observers(Supplier<Snapshot> snapshots, Journal journal, InstantSource clock, Duration patience) {
        this.snapshots = snapshots;
        this.journal = journal;
        this.clock = clock;
        this.patience = patience;
    }

    /** Whose rules look at the calls of that target now. */
    List<Watch> watching(String target) {
        return snapshots.get().watching(target);
    }

    /** How a rule is called where an operator's are called by their ids. */
    static String name(Watch watch, String rule) {
        return plugin(watch) + "/" + rule;
    }

    private static String plugin(Watch watch) {
        return "plugin:" + watch.plugin();
    }

    /** @throws Refusal {@code POLICY_RULE_FAILED} if nobody is there who could be asked */
    Standing.Live require(Watch watch) {
        return watch.live()
                .filter(live -> clock.instant().isBefore(live.verdict().freshUntil()))
                .orElseThrow(() -> failed(watch, plugin(watch), "is not running"));
    }

    /**
     * What a rule says.
     *
     * @param question is asked behind the door, with the rules of that generation
     * @throws Refusal {@code POLICY_RULE_FAILED}
     */
    <T> T ask(Watch watch, String rule, Function<Rules, Door<T>> question) {
        var name = name(watch, rule);
        var generation = require(watch).generation();
        var before = loitering.computeIfAbsent(generation.id() + "/" + rule, key -> new Loitering());
        if (before.any()) {
            throw failed(watch, name, "is still busy with a call that nobody waits for any more");
        }
        var visit = before.visit();
        try {
            var said = generation.enter(
                    HOST, clock.instant().plus(patience), () -> visit.inside(question.apply(generation.rules())));
            if (said == null) {
                throw failed(watch, name, "answered nothing");
            }
            failing.remove(name);
            failing.remove(plugin(watch));
            return said;
        } catch (Refusal why) {
            var successor =
                    why.code() == Code.PLUGIN_DISABLED ? successor(watch, generation.id()) : Optional.<Watch>empty();
            if (successor.isPresent()) {
                return ask(successor.get(), rule, question);
            }
            throw why.code() == Code.POLICY_RULE_FAILED ? why : failed(watch, name, words(why), why);
        } catch (RuntimeException | StackOverflowError fault) {
            throw failed(watch, name, "threw " + fault.getClass().getSimpleName(), fault);
        } finally {
            visit.over();
        }
    }

    /** Another release may have taken over just now. */
    private Optional<Watch> successor(Watch watch, GenerationId gone) {
        return snapshots.get().standing(watch.plugin()).orElse(null) instanceof Standing.Live live
                        && !live.generation().id().equals(gone)
                ? Optional.of(new Watch(watch.plugin(), watch.arguments(), Optional.of(live)))
                : Optional.empty();
    }

    private String words(Refusal why) {
        return switch (why.code()) {
            case TOOL_TIMEOUT -> "did not answer within " + patience.toMillis() + " ms";
            case CONCURRENCY_LIMITED -> "found no thread: its plugin is busy";
            case PLUGIN_DISABLED, PLUGIN_REVOKED, PLUGIN_CRASHED -> "could not be asked: " + why.code();
            default -> "threw";
        };
    }

    private Refusal failed(Watch watch, String name, String what, Throwable cause) {
        var why = failed(watch, name, what);
        LOG.debug("{} {}", name, what, cause);
        return why;
    }

    /** What a plugin says when it fails is for its log: it may repeat what it was not to tell. */
    private Refusal failed(Watch watch, String name, String what) {
        var why = new Refusal(
                Code.POLICY_RULE_FAILED,
                "rule '" + name + "' " + what + ", so whatever it watches is refused",
                "polar inspect " + watch.plugin() + "; polar disable " + watch.plugin() + " does without it",
                Map.of("rule", name, "plugin", watch.plugin().name()));
        if (failing.putIfAbsent(name, new Failing(watch.plugin(), why)) == null) {
            alarm(watch, name, what);
        }
        return why;
    }

    private void alarm(Watch watch, String name, String what) {
        LOG.warn("{} {}: what it watches is refused", name, what);
        try {
            journal.append(Draft.of(Category.POLICY, "rule.failed")
                    .plugin(watch.plugin().name())
                    .denied(Code.POLICY_RULE_FAILED)
                    .fact("rule", name)
                    .fact("what", what));
        } catch (Refusal unwritten) {
            failing.remove(name); // the next one tells
            throw unwritten;
        }
    }

    /** Rules that refuse what they watch because they fail, as far as they still watch. */
    public List<Refusal> problems() {
        var now = snapshots.get();
        return failing.values().stream()
                .filter(one -> now.watches(one.plugin()))
                .map(Failing::why)
                .toList();
    }
}
