package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Split;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.TrustState;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.revocation.Revocation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Every installed plugin, running or not, under the trust that holds. Each change makes the next snapshot, in which every
 * verdict is admission's own; what it refuses is out before anybody else is told.
 */
final class Roster {
    private final Snapshots snapshots;
    private final InstantSource clock;
    private final TrustReader reader;
    private final Map<PluginId, Running> running = new TreeMap<>();
    private final Map<PluginId, OnTrial> trials = new TreeMap<>();
    /** What has given way, and what it was last admitted as. */
    private final Map<Running, Verdict.Admitted> draining = new LinkedHashMap<>();

    /** What a soft revocation lets finish, and what it may use meanwhile. */
    private final Map<GenerationId, Finishing> finishing = new ConcurrentHashMap<>();

    private final Map<PluginId, Standing.Out> resting = new TreeMap<>();
    private final List<Fallen> fallen = new ArrayList<>();
    private long epoch;

    Roster(Snapshots snapshots, InstantSource clock, TrustReader reader) {
        this.snapshots = snapshots;
        this.clock = clock;
        this.reader = reader;
    }

    /**
     * Puts trust in force as it was last read; says who fell. At any moment, also between the commit of a change and the
     * switch to what it lets in: what is about to give way goes on until then.
     */
    synchronized List<Fallen> judge() {
        publish();
        return told();
    }

    /** The same, between two changes of an operator's: whatever should have given way by now falls too. */
    synchronized List<Fallen> judgeInTurn() {
        publish(false);
        return told();
    }

    /** Lets a loaded plugin in, if trust still admits it; says who fell, perhaps it. */
    synchronized List<Fallen> enter(Running plugin) {
        resting.remove(plugin.plugin());
        running.put(plugin.plugin(), plugin);
        publish();
        return told();
    }

    /** What a switch did. */
    record Switched(List<Running> gaveWay, List<Fallen> fallen) {}

    /**
     * Lets all of them in at once and takes those others out. What they take over from finishes the calls inside, until
     * {@link #drained}. A trial of theirs ends.
     */
    synchronized Switched over(List<Running> next, List<PluginFacts> out) {
        var gaveWay = new ArrayList<Running>();
        for (var plugin : next) {
            resting.remove(plugin.plugin());
            Optional.ofNullable(running.put(plugin.plugin(), plugin)).ifPresent(gaveWay::add);
            endTrial(plugin).filter(tried -> tried != plugin).ifPresent(gaveWay::add);
        }
        for (var facts : out) {
            Optional.ofNullable(running.remove(facts.plugin())).ifPresent(gaveWay::add);
            Optional.ofNullable(trials.remove(facts.plugin()))
                    .map(OnTrial::running)
                    .ifPresent(gaveWay::add);
            resting.put(
                    facts.plugin(),
                    new Standing.Out(facts, Reasons.of(facts.plugin(), State.DISABLED, Optional.empty())));
        }
        gaveWay.forEach(this::drain);
        trialsFallWithWhatGaveWay(gaveWay);
        publish();
        return new Switched(List.copyOf(gaveWay), told());
    }

    /** The trial ends; its generation, unless it is the one that takes over. */
    private Optional<Running> endTrial(Running next) {
        return Optional.ofNullable(trials.remove(next.plugin()))
                .map(OnTrial::running)
                .filter(tried -> tried.generation() != next.generation());
    }

    private void drain(Running plugin) {
        if (snapshots.current().standing(plugin.plugin()).orElse(null) instanceof Standing.Live live) {
            live.of(plugin.generation().id()).ifPresent(own -> draining.put(plugin, own.verdict()));
        }
    }

    /** Lets a part of the sessions reach that generation; says who fell, perhaps it. */
    synchronized List<Fallen> attempt(OnTrial trial) {
        trials.put(trial.running().plugin(), trial);
        publish();
        return told();
    }

    /** Ends a trial: no session reaches it any more, and the calls inside finish. */
    synchronized Optional<Running> withdraw(PluginId plugin) {
        var tried = Optional.ofNullable(trials.remove(plugin)).map(OnTrial::running);
        tried.ifPresent(this::drain);
        publish();
        return tried;
    }

    synchronized Optional<OnTrial> trial(PluginId plugin) {
        return Optional.ofNullable(trials.get(plugin));
    }

    /** Nothing of it is let through any more; whether it was still finishing calls. */
    synchronized boolean drained(Running plugin) {
        var known = draining.remove(plugin) != null;
        publish();
        return known;
    }

    /** Shows the same generation with another offering; nothing happens if another one, or none, serves by now. */
    synchronized List<Fallen> replace(Running before, Running after) {
        var plugin = before.plugin();
        if (running.replace(plugin, before, after)) {
            publish();
        } else if (trial(plugin).filter(one -> one.running() == before).isPresent()) {
            trials.computeIfPresent(plugin, (name, one) -> one.with(after));
            publish();
        }
        return told();
    }

    /** Takes a running generation out; says who fell with it. */
    synchronized List<Fallen> fall(Running plugin, Refusal why) {
        if (running.get(plugin.plugin()) == plugin) {
            fallen.add(fell(plugin, why, State.QUARANTINED));
            publish();
        } else if (trial(plugin.plugin()).filter(one -> one.running() == plugin).isPresent()) {
            trials.remove(plugin.plugin());
            fallen.add(new Fallen(plugin, Part.CANARY, why, State.QUARANTINED));
            publish();
        }
        return told();
    }

    /** Shows an installed plugin as out; says what of it ran. */
    synchronized Optional<Running> rest(PluginFacts facts, Refusal why) {
        var ran = Optional.ofNullable(running.remove(facts.plugin()));
        trials.remove(facts.plugin());
        resting.put(facts.plugin(), new Standing.Out(facts, why));
        publish();
        return ran;
    }

    /** The generation of that id, whether it serves or is on trial. */
    synchronized Optional<Running> running(GenerationId id) {
        return Stream.concat(running.values().stream(), trials.values().stream().map(OnTrial::running))
                .filter(one -> one.generation().id().equals(id))
                .findFirst();
    }

    /** Everything that runs and does not serve. */
    synchronized List<Running> beside() {
        return Stream.concat(trials.values().stream().map(OnTrial::running), draining.keySet().stream())
                .toList();
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
        return dependantsFirst(running.values());
    }

    /** The same, each before what it requires among them. */
    static List<Running> dependantsFirst(Collection<Running> some) {
        var ordered = new LinkedHashSet<Running>();
        while (ordered.size() < some.size()) {
            some.stream()
                    .filter(plugin -> !ordered.contains(plugin))
                    .filter(plugin -> some.stream()
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
            case Standing.Live live -> fresh(live.of(generation).orElseThrow(() -> over(generation)));
            case Standing.Out out -> {
                var last = finishing.get(generation);
                if (last == null || Reasons.forGood(out.why())) {
                    throw out.why();
                }
                yield last.grant();
            }
            case null -> throw over(generation);
        };
    }

    /** Whatever it was let finish has ended. */
    void finished(GenerationId generation) {
        finishing.remove(generation);
    }

    private Grant fresh(Standing.Live live) {
        if (clock.instant().isBefore(live.verdict().freshUntil())) {
            return live.verdict().grant();
        }
        throw new Refusal(
                Code.TRUST_STALE, "trust data ran out at " + live.verdict().freshUntil(), "polar freshness");
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

    private record Finishing(Running running, Grant grant) {}

    /** What a soft revocation lets finish, a hard one that follows does not. */
    private void finishNoMore(TrustState state) {
        for (var last : List.copyOf(finishing.values())) {
            var plugin = last.running();
            if (Admission.decide(Moment.TRUST_CHANGED, plugin.facts(), state, clock.instant())
                            instanceof Verdict.Refused(var why)
                    && Reasons.forGood(why)
                    && !running.containsKey(plugin.plugin())) {
                finishing.remove(plugin.generation().id());
                fallen.add(fell(plugin, why, Reasons.state(why)));
            }
        }
    }

    private void publish() {
        publish(true);
    }

    /** @param switching whether a change may be under way, whose consent is in force before what it lets in serves */
    private void publish(boolean switching) {
        // Read here, where nobody else can put an older trust in force.
        var trust = reader.known();
        var state = trust.state();
        var verdicts = new HashMap<Running, Verdict.Admitted>();
        for (var plugin : List.copyOf(running.values())) {
            judged(plugin, trust, switching, verdicts, (why, to) -> fallen.add(fell(plugin, why, to)));
        }
        fallWithWhatTheyRequire();
        for (var trial : List.copyOf(trials.values())) {
            judged(trial.running(), trust, switching, verdicts, (why, to) -> trialFell(trial, why, to));
        }
        for (var plugin : List.copyOf(draining.keySet())) {
            finishing(plugin, trust);
        }
        besideFallsWithWhatItRequires();
        finishNoMore(state);
        show(verdicts, state);
    }

    /** A trial ends with what takes it back, and with the plugin it is one of. */
    private void trialFell(OnTrial trial, Refusal why, State to) {
        trials.remove(trial.running().plugin());
        fallen.add(new Fallen(trial.running(), Part.CANARY, why, to));
    }

    /**
     * What has given way finishes its calls under the consent it had, whose successor may approve it no more and may have
     * raised the floor above it. Nothing else that is refused is let finish.
     */
    private void finishing(Running plugin, Trust trust) {
        switch (decided(plugin, trust, true)) {
            case Verdict.Admitted admitted -> draining.put(plugin, admitted);
            case Verdict.Held _ -> {}
            case Verdict.Refused(var why) -> {
                if (why.code() != Code.ROLLBACK_EPOCH) {
                    draining.remove(plugin);
                    fallen.add(new Fallen(plugin, Part.DRAINING, why, Reasons.state(why)));
                }
            }
        }
    }

    private void judged(
            Running plugin,
            Trust trust,
            boolean switching,
            Map<Running, Verdict.Admitted> verdicts,
            BiConsumer<Refusal, State> falls) {
        switch (decided(plugin, trust, switching)) {
            case Verdict.Admitted admitted -> verdicts.put(plugin, admitted);
            case Verdict.Refused(var why) -> falls.accept(why, Reasons.state(why));
            case Verdict.Held _ -> falls.accept(unapproved(plugin), State.QUARANTINED);
        }
    }

    private Verdict decided(Running plugin, Trust trust, boolean switching) {
        var now = clock.instant();
        var verdict = Admission.decide(Moment.TRUST_CHANGED, plugin.facts(), trust.state(), now);
        return verdict instanceof Verdict.Admitted || !switching
                ? verdict
                : trust.giving(plugin.plugin(), plugin.facts().content())
                        .map(before -> Admission.decide(Moment.TRUST_CHANGED, plugin.facts(), before, now))
                        .orElse(verdict);
    }

    private void show(Map<Running, Verdict.Admitted> verdicts, TrustState state) {
        var targets = new HashMap<Target, Offered>();
        var withheld = new HashMap<Target, Refusal>();
        var plugins = new HashMap<PluginId, Standing>(resting);
        var splits = new HashMap<PluginId, Split>();
        for (var plugin : running.values()) {
            var verdict = verdicts.get(plugin);
            var beside = new ArrayList<Standing.Live>();
            trial(plugin.plugin()).ifPresent(trial -> {
                var own = verdicts.get(trial.running());
                splits.put(plugin.plugin(), trial.split(own.grant(), offering(trial.running(), state)));
                beside.add(new Standing.Live(
                        trial.running().shown(), own, trial.running().generation()));
            });
            draining.forEach((other, last) -> {
                if (other.plugin().equals(plugin.plugin())) {
                    beside.add(new Standing.Live(other.shown(), last, other.generation()));
                }
            });
            plugins.put(plugin.plugin(), new Standing.Live(plugin.shown(), verdict, plugin.generation(), beside));
            var offering = offering(plugin, state);
            offering.under(verdict.grant()).forEach(offered -> targets.put(offered.target(), offered));
            withheld.putAll(offering.withheld());
        }
        snapshots.publish(new Snapshot(++epoch, targets, plugins, withheld, splits));
    }

    /** What it offers, without the tools that are taken back. */
    private Offering offering(Running plugin, TrustState state) {
        return plugin.offering().without(plugin.plugin(), state.revocations().tools(plugin.facts(), clock.instant()));
    }

    private void fallWithWhatTheyRequire() {
        for (boolean more = true; more; ) {
            more = false;
            for (var plugin : List.copyOf(running.values())) {
                for (var required : plugin.requires()) {
                    if (!running.containsKey(required) && running.containsKey(plugin.plugin())) {
                        var falls = Reasons.dependency(plugin.plugin(), required, out(required));
                        fallen.add(fell(plugin, falls, Reasons.stale(falls) ? State.ENABLED : State.QUARANTINED));
                        more = true;
                    }
                }
            }
        }
    }

    /** A trial stands on what ran when it began. */
    private void trialsFallWithWhatGaveWay(List<Running> gaveWay) {
        for (var trial : List.copyOf(trials.values())) {
            gaveWay.stream()
                    .map(Running::plugin)
                    .filter(trial.running().requires()::contains)
                    .findFirst()
                    .ifPresent(lost ->
                            trialFell(trial, Reasons.replaced(trial.running().plugin(), lost), State.QUARANTINED));
        }
    }

    /** What is on trial may require what the release that serves does not, and so may what has given way. */
    private void besideFallsWithWhatItRequires() {
        for (var trial : List.copyOf(trials.values())) {
            var plugin = trial.running();
            plugin.requires().stream()
                    .filter(required -> !running.containsKey(required))
                    .findFirst()
                    .ifPresent(required -> trialFell(
                            trial, Reasons.dependency(plugin.plugin(), required, out(required)), State.QUARANTINED));
        }
        // Those that fall here may be required themselves, so the list grows under way.
        for (int i = 0; i < fallen.size(); i++) {
            var lost = fallen.get(i);
            for (var plugin : List.copyOf(draining.keySet())) {
                var required = lost.running().plugin();
                if (Reasons.revoked(lost.why()) && plugin.requires().contains(required)) {
                    draining.remove(plugin);
                    var why = Reasons.dependency(plugin.plugin(), required, lost.why());
                    fallen.add(new Fallen(plugin, Part.DRAINING, why, Reasons.state(why)));
                }
            }
        }
    }

    private Refusal out(PluginId required) {
        return Optional.ofNullable(resting.get(required))
                .map(Standing.Out::why)
                .orElseGet(() -> new Refusal(Code.NOT_FOUND, "it is not installed", "polar list"));
    }

    private Fallen fell(Running plugin, Refusal why, State to) {
        if (Revocation.isSoft(why)
                && snapshots.current().standing(plugin.plugin()).orElse(null) instanceof Standing.Live live) {
            var id = plugin.generation().id();
            live.of(id)
                    .ifPresent(own -> finishing.put(
                            id, new Finishing(plugin, own.verdict().grant())));
        }
        running.remove(plugin.plugin());
        resting.put(
                plugin.plugin(), new Standing.Out(plugin.shown(), Reasons.of(plugin.plugin(), to, Optional.of(why))));
        Optional.ofNullable(trials.get(plugin.plugin())).ifPresent(trial -> trialFell(trial, why, to));
        return new Fallen(plugin, Part.SERVING, why, to);
    }

    private static Refusal unapproved(Running plugin) {
        return new Refusal(
                Code.APPROVAL_REQUIRED,
                "nobody consented to " + plugin.plugin() + " as it would run now",
                "polar install shows what it asks for");
    }
}
