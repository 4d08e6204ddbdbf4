package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Mandate;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Consented;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.manifest.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does here what was decided on another node: what rows and mandates say should run is started, what they no longer say is
 * ended. What trust takes away is out before. A release that does not start here is out here, and the others serve on.
 */
final class Following {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Parts parts;
    private final Roster roster;
    private final Aside aside;
    private final Drifting drifting;
    private final Draining draining;
    private final Trials trials;
    private final Loader loader;
    private final Switching switching;
    private final Map<PluginId, Long> seen = new HashMap<>();
    private final Map<PluginId, Under> under = new HashMap<>();
    private final Map<PluginId, Optional<Digest>> pins = new HashMap<>();
    private final Map<PluginId, String> tried = new HashMap<>();
    private volatile boolean begun;

    /** Which generation was found running, and under which consent. */
    private record Under(GenerationId generation, Optional<Digest> consent) {}

    Following(
            Parts parts,
            Roster roster,
            Aside aside,
            Drifting drifting,
            Draining draining,
            Trials trials,
            Loader loader,
            Switching switching) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
        this.drifting = drifting;
        this.draining = draining;
        this.trials = trials;
        this.loader = loader;
        this.switching = switching;
    }

    /** From now on, for everything that was there has been looked at. */
    void begin() {
        begun = true;
        converge();
    }

    void end() {
        begun = false;
    }

    /** To be done between two changes of this node's own. */
    synchronized void converge() {
        if (!begun) {
            return;
        }
        // In this order: a row that is newer than the trust it is held against would look tampered with.
        var rows = parts.catalog().list();
        var trust = parts.trust().read();
        var names = new HashSet<PluginId>();
        for (var row : Requirements.of(rows).inOrder()) {
            names.add(row.plugin());
            follow(row, trust);
        }
        parts.snapshots().current().plugins().keySet().stream()
                .filter(plugin -> !names.contains(plugin))
                .forEach(this::leave);
        followTrials(trust);
    }

    private void followTrials(Trust trust) {
        var rows = parts.catalog().beside().stream()
                .filter(row -> row.role() == Role.CANARY)
                .toList();
        rows.forEach(row -> trust.mandate(row.plugin())
                .flatMap(Mandate::trial)
                .filter(trial -> !trial.salt().equals(tried.put(row.plugin(), trial.salt())))
                .filter(trial -> roster.trial(row.plugin())
                        .filter(one -> one.trial().salt().equals(trial.salt()))
                        .isEmpty())
                .ifPresent(trial -> {
                    endTrial(row.plugin());
                    trials.resume(row, trust);
                }));
        var wanted = rows.stream().map(Row::plugin).toList();
        parts.snapshots().current().plugins().keySet().stream()
                .filter(plugin -> !wanted.contains(plugin))
                .forEach(this::endTrial);
    }

    private void endTrial(PluginId plugin) {
        if (roster.trial(plugin).isPresent()) {
            draining.begin(Transition.WITHDRAW, roster.withdraw(plugin).stream().toList());
        }
    }

    private void follow(Row row, Trust trust) {
        var plugin = row.plugin();
        var consent = release(row, trust).flatMap(Release::enabled).map(Consented::digest);
        var running = roster.running(plugin);
        var moved = !Long.valueOf(row.version()).equals(seen.put(plugin, row.version()));
        if (row.state() == State.ENABLED) {
            if (running.isPresent() ? !isUnder(running.get(), row, consent) : moved) {
                start(row, trust, consent);
            } else {
                hold(row, trust, running);
            }
        } else if (moved || running.isPresent()) {
            rest(row, trust);
        }
    }

    /** Whether it is what the row says; a generation that is seen for the first time was loaded under what holds. */
    private boolean isUnder(Running running, Row row, Optional<Digest> consent) {
        var now = new Under(running.generation().id(), consent);
        var before = under.put(row.plugin(), now);
        return running.facts().content().equals(row.content())
                && (before == null || !before.generation().equals(now.generation()) || before.equals(now));
    }

    /** What its servers may offer was approved anew; they go on. */
    private void hold(Row row, Trust trust, Optional<Running> running) {
        var pinned = release(row, trust).flatMap(Release::pinned).map(Consented::digest);
        if (running.isPresent() && !pinned.equals(pins.put(row.plugin(), pinned))) {
            drifting.check(running.get());
        }
    }

    /** Beside what runs until then, which ends when the new one has taken over. */
    private void start(Row row, Trust trust, Optional<Digest> consent) {
        var plugin = row.plugin();
        try {
            var entrants = new ArrayList<>(switching.again(
                    switching.dependants(Map.of(plugin, Optional.of(Version.parse(row.release())))), trust));
            entrants.add(Entrant.of(row, loader.release(row, trust)));
            var started = switching.start(entrants, List.of(), trust);
            started.stream()
                    .filter(running -> running.plugin().equals(plugin))
                    .forEach(running ->
                            under.put(plugin, new Under(running.generation().id(), consent)));
            var switched = roster.over(started, List.of());
            aside.settle(switched.fallen());
            draining.begin(Transition.UPDATE, switched.gaveWay());
            started.forEach(drifting::check);
        } catch (RuntimeException e) {
            var why = Reasons.started(e);
            if (roster.running(plugin).isEmpty()) {
                roster.rest(shown(row, trust), Reasons.of(plugin, Reasons.state(why), Optional.of(why)));
            }
            aside.tell(Drafts.of(Transition.ENABLE, shown(row, trust), why));
        }
    }

    private static Optional<Release> release(Row row, Trust trust) {
        return trust.mandate(row.plugin()).flatMap(mandate -> mandate.of(row.content()));
    }

    private static PluginFacts shown(Row row, Trust trust) {
        return Drafts.facts(row, release(row, trust).map(Release::terms));
    }

    private void rest(Row row, Trust trust) {
        var facts = roster.running(row.plugin()).map(Running::shown).orElseGet(() -> shown(row, trust));
        var tried = roster.trial(row.plugin()).map(OnTrial::running);
        end(row.plugin(), roster.rest(facts, Reasons.of(row)));
        tried.map(running -> Unloading.of(running, DRAIN)).ifPresent(aside::tell);
    }

    private void leave(PluginId plugin) {
        var ran = roster.running(plugin);
        roster.leave(plugin);
        seen.remove(plugin);
        pins.remove(plugin);
        end(plugin, ran);
    }

    private void end(PluginId plugin, Optional<Running> ran) {
        under.remove(plugin);
        ran.map(running -> Unloading.of(running, DRAIN)).ifPresent(aside::tell);
    }
}
