package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.permission.Grant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every installed plugin, running or not, under the trust that holds. Each change makes the next snapshot, in which every
 * verdict is admission's own; what it refuses is out before anybody else is told.
 */
final class Roster {
    private final Snapshots snapshots;
    private final InstantSource clock;
    private final TrustReader reader;
    private final Map<PluginId, Running> running = new TreeMap<>();
    private final Map<PluginId, Standing.Out> resting = new TreeMap<>();
    private final List<Fallen> fallen = new ArrayList<>();
    private long epoch;

    Roster(Snapshots snapshots, InstantSource clock, TrustReader reader) {
        this.snapshots = snapshots;
        this.clock = clock;
        this.reader = reader;
    }

    /** Puts trust in force as it was last read; says who fell. */
    synchronized List<Fallen> judge() {
        publish();
        return told();
    }

    /** Lets a loaded plugin in, if trust still admits it; says who fell, perhaps it. */
    synchronized List<Fallen> enter(Running plugin) {
        resting.remove(plugin.plugin());
        running.put(plugin.plugin(), plugin);
        publish();
        return told();
    }

    /** Shows the same generation with another offering; nothing happens if another one, or none, serves by now. */
    synchronized List<Fallen> replace(Running before, Running after) {
        if (running.replace(before.plugin(), before, after)) {
            publish();
        }
        return told();
    }

    /** Takes a running plugin out; says who fell with it. */
    synchronized List<Fallen> fall(Running plugin, Refusal why) {
        if (running.get(plugin.plugin()) != plugin) {
            return List.of();
        }
        fallen.add(fell(plugin, why, State.QUARANTINED));
        publish();
        return told();
    }

    /** Shows an installed plugin as out; says what of it ran. */
    synchronized Optional<Running> rest(PluginFacts facts, Refusal why) {
        var ran = Optional.ofNullable(running.remove(facts.plugin()));
        resting.put(facts.plugin(), new Standing.Out(facts, why));
        publish();
        return ran;
    }

    /** Shows that plugin no more. */
    synchronized void leave(PluginId plugin) {
        running.remove(plugin);
        resting.remove(plugin);
        publish();
    }

    synchronized Optional<Running> running(PluginId plugin) {
        return Optional.ofNullable(running.get(plugin));
    }

    /** Everything that runs, each before what it requires. */
    synchronized List<Running> dependantsFirst() {
        var ordered = new LinkedHashSet<Running>();
        while (ordered.size() < running.size()) {
            running.values().stream()
                    .filter(plugin -> !ordered.contains(plugin))
                    .filter(plugin -> running.values().stream()
                            .allMatch(other ->
                                    ordered.contains(other) || !other.requires().contains(plugin.plugin())))
                    .findFirst()
                    .ifPresent(ordered::add);
        }
        return List.copyOf(ordered);
    }

    /** Which running plugins require that one. */
    synchronized List<PluginId> dependants(PluginId plugin) {
        return running.values().stream()
                .filter(other -> other.requires().contains(plugin))
                .map(Running::plugin)
                .toList();
    }

    /**
     * What a generation holds now.
     *
     * @throws Refusal what keeps it out, unless it is in the current snapshot and trust is fresh
     */
    Grant grant(GenerationId generation) {
        return switch (snapshots.current().standing(generation.plugin()).orElse(null)) {
            case Standing.Live live when !live.generation().id().equals(generation) -> throw over(generation);
            case Standing.Live live
            when clock.instant().isBefore(live.verdict().freshUntil()) ->
                live.verdict().grant();
            case Standing.Live stale ->
                throw new Refusal(
                        Code.TRUST_STALE,
                        "trust data ran out at " + stale.verdict().freshUntil(),
                        "polar doctor");
            case Standing.Out out -> throw out.why();
            case null -> throw over(generation);
        };
    }

    private static Refusal over(GenerationId generation) {
        return new Refusal(
                Code.PLUGIN_DISABLED, generation + " is not the one that serves", "polar list shows what is enabled");
    }

    /** Who fell since somebody was last told. */
    private List<Fallen> told() {
        var told = List.copyOf(fallen);
        fallen.clear();
        return told;
    }

    private void publish() {
        // Read here, where nobody else can put an older trust in force.
        var trust = reader.known();
        var verdicts = new HashMap<PluginId, Verdict.Admitted>();
        for (var plugin : List.copyOf(running.values())) {
            switch (Admission.decide(Moment.TRUST_CHANGED, plugin.facts(), trust.state(), clock.instant())) {
                case Verdict.Admitted admitted -> verdicts.put(plugin.plugin(), admitted);
                case Verdict.Refused(var why) -> fallen.add(fell(plugin, why, Reasons.state(why)));
                case Verdict.Held _ -> fallen.add(fell(plugin, unapproved(plugin), State.QUARANTINED));
            }
        }
        fallWithWhatTheyRequire();
        var targets = new HashMap<Target, Offered>();
        var withheld = new HashMap<Target, Refusal>();
        var plugins = new HashMap<PluginId, Standing>(resting);
        for (var plugin : running.values()) {
            var verdict = verdicts.get(plugin.plugin());
            plugins.put(plugin.plugin(), new Standing.Live(plugin.shown(), verdict, plugin.generation()));
            plugin.offering().under(verdict.grant()).forEach(offered -> targets.put(offered.target(), offered));
            withheld.putAll(plugin.offering().withheld());
        }
        snapshots.publish(new Snapshot(++epoch, targets, plugins, withheld));
    }

    private void fallWithWhatTheyRequire() {
        for (boolean more = true; more; ) {
            more = false;
            for (var plugin : List.copyOf(running.values())) {
                for (var required : plugin.requires()) {
                    if (!running.containsKey(required) && running.containsKey(plugin.plugin())) {
                        var why = Optional.ofNullable(resting.get(required))
                                .map(Standing.Out::why)
                                .orElseGet(() -> new Refusal(Code.NOT_FOUND, "it is not installed", "polar list"));
                        fallen.add(fell(plugin, Reasons.dependency(plugin.plugin(), required, why), State.QUARANTINED));
                        more = true;
                    }
                }
            }
        }
    }

    private Fallen fell(Running plugin, Refusal why, State to) {
        running.remove(plugin.plugin());
        resting.put(
                plugin.plugin(), new Standing.Out(plugin.shown(), Reasons.of(plugin.plugin(), to, Optional.of(why))));
        return new Fallen(plugin, why, to);
    }

    private static Refusal unapproved(Running plugin) {
        return new Refusal(
                Code.APPROVAL_REQUIRED,
                "nobody consented to " + plugin.plugin() + " as it would run now",
                "polar install shows what it asks for");
    }
}
