package dev.polar.host.lifecycle;

import dev.polar.host.catalog.State;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every installed plugin, running or not, under the trust that holds. Each change makes the next snapshot, in which every
 * verdict is admission's own; what it refuses is out before anybody else is told. {@link Present} is what it holds, {@link
 * Judging} asks admission, {@link Falling} takes out, {@link Showing} makes the snapshot.
 */
final class Roster {
    private final Snapshots snapshots;
    private final InstantSource clock;
    private final TrustReader reader;
    private final Present present = new Present();
    private final Lasting lasting;
    private final Falling falling;
    private long epoch;

    Roster(Snapshots snapshots, InstantSource clock, TrustReader reader) {
        this.snapshots = snapshots;
        this.clock = clock;
        this.reader = reader;
        this.lasting = new Lasting(snapshots, clock);
        this.falling = new Falling(present, lasting);
    }

    /**
     * Puts trust in force as it was last read; says who fell. At any moment, also between the commit of a change and the
     * switch to what it lets in: what is about to give way goes on until then.
     */
    synchronized List<Fallen> judge() {
        return published();
    }

    /** The same, between two changes of an operator's: whatever should have given way by now falls too. */
    synchronized List<Fallen> judgeInTurn() {
        publish(false);
        return falling.told();
    }

    /** Lets a loaded plugin in, if trust still admits it; says who fell, perhaps it. */
    synchronized List<Fallen> enter(Running plugin) {
        present.resting.remove(plugin.plugin());
        present.serving.put(plugin.plugin(), plugin);
        return published();
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
            present.resting.remove(plugin.plugin());
            Optional.ofNullable(present.serving.put(plugin.plugin(), plugin)).ifPresent(gaveWay::add);
            // The one on trial may be the one that takes over.
            endTrial(plugin.plugin())
                    .filter(tried -> tried.generation() != plugin.generation())
                    .ifPresent(gaveWay::add);
        }
        for (var facts : out) {
            present.rest(facts, Reasons.of(facts.plugin(), State.DISABLED, Optional.empty()))
                    .ifPresent(gaveWay::add);
            endTrial(facts.plugin()).ifPresent(gaveWay::add);
        }
        gaveWay.forEach(this::drain);
        falling.trialsFallWith(gaveWay);
        return new Switched(List.copyOf(gaveWay), published());
    }

    private Optional<Running> endTrial(PluginId plugin) {
        return Optional.ofNullable(present.trials.remove(plugin)).map(OnTrial::running);
    }

    private void drain(Running plugin) {
        if (snapshots.current().standing(plugin.plugin()).orElse(null) instanceof Standing.Live live) {
            live.of(plugin.generation().id()).ifPresent(own -> present.draining.put(plugin, own.verdict()));
        }
    }

    /** Lets a part of the sessions reach that generation; says who fell, perhaps it. */
    synchronized List<Fallen> attempt(OnTrial trial) {
        present.trials.put(trial.running().plugin(), trial);
        return published();
    }

    /** Ends a trial: no session reaches it any more, and the calls inside finish. */
    synchronized Optional<Running> withdraw(PluginId plugin) {
        var tried = endTrial(plugin);
        tried.ifPresent(this::drain);
        publish(true);
        return tried;
    }

    synchronized Optional<OnTrial> trial(PluginId plugin) {
        return present.trial(plugin);
    }

    /** Nothing of it is let through any more; whether it was still finishing calls. */
    synchronized boolean drained(Running plugin) {
        var known = present.draining.remove(plugin) != null;
        publish(true);
        return known;
    }

    /** Shows the same generation with another offering; nothing happens if another one, or none, serves by now. */
    synchronized List<Fallen> replace(Running before, Running after) {
        var plugin = before.plugin();
        if (present.serves(before)) {
            present.serving.put(plugin, after);
            publish(true);
        } else if (present.isOnTrial(before)) {
            present.trials.computeIfPresent(plugin, (name, one) -> one.with(after));
            publish(true);
        }
        return falling.told();
    }

    /** Takes a running generation out; says who fell with it. */
    synchronized List<Fallen> fall(Running plugin, Refusal why) {
        if (present.serves(plugin)) {
            falling.fall(plugin, why, State.QUARANTINED);
            publish(true);
        } else if (present.isOnTrial(plugin)) {
            present.trial(plugin.plugin()).ifPresent(trial -> falling.fall(trial, why, State.QUARANTINED));
            publish(true);
        }
        return falling.told();
    }

    /** Shows an installed plugin as out; says what of it ran. */
    synchronized Optional<Running> rest(PluginFacts facts, Refusal why) {
        present.trials.remove(facts.plugin());
        var ran = present.rest(facts, why);
        publish(true);
        return ran;
    }

    /** Shows that plugin no more. */
    synchronized void leave(PluginId plugin) {
        present.serving.remove(plugin);
        present.resting.remove(plugin);
        publish(true);
    }

    synchronized Optional<Running> running(PluginId plugin) {
        return present.serving(plugin);
    }

    /** The generation of that id, whether it serves or is on trial. */
    synchronized Optional<Running> running(GenerationId id) {
        return present.running(id);
    }

    /** Everything that runs and does not serve. */
    synchronized List<Running> beside() {
        return present.beside();
    }

    /** Everything that serves, each before what it requires. */
    synchronized List<Running> dependantsFirst() {
        return Present.dependantsFirst(present.serving.values());
    }

    /** Which running plugins require that one. */
    synchronized List<PluginId> dependants(PluginId plugin) {
        return present.dependants(plugin);
    }

    /**
     * What a generation holds now.
     *
     * @throws Refusal what keeps it out, unless it is in the current snapshot and trust is fresh
     */
    Grant grant(GenerationId generation) {
        return lasting.grant(generation);
    }

    /** Whatever it was let finish has ended. */
    void finished(GenerationId generation) {
        lasting.finished(generation);
    }

    private List<Fallen> published() {
        publish(true);
        return falling.told();
    }

    private void publish(boolean switching) {
        // Read here, where nobody else can put an older trust in force.
        var trust = reader.known();
        var now = clock.instant();
        var verdicts = new Judging(trust, now, switching).of(present, falling, lasting);
        snapshots.publish(
                new Showing(present, verdicts, trust.state().revocations(), trust.mandates(), now).snapshot(++epoch));
    }
}
