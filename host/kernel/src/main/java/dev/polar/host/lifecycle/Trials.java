package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trial;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Consented;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Tally;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Releases that answer a part of the sessions: begun by consent, ended by the host as soon as they do worse. */
final class Trials {
    private final Parts parts;
    private final Roster roster;
    private final Loader loader;
    private final Aside aside;
    private final Backlog backlog;
    private final Draining draining;
    /** What was withdrawn here: it does not come back before an operator tries it again, recorded or not. */
    private final Set<Digest> withdrawn = ConcurrentHashMap.newKeySet();

    Trials(Parts parts, Roster roster, Loader loader, Aside aside, Backlog backlog, Draining draining) {
        this.parts = parts;
        this.roster = roster;
        this.loader = loader;
        this.aside = aside;
        this.backlog = backlog;
        this.draining = draining;
    }

    /** Commits and shows it. */
    void begin(Act act, Running running, Row row, Consented consent) {
        try {
            act.outcome(transaction -> {
                parts.catalog().drop(transaction, row.plugin(), Role.STAGED);
                parts.catalog().put(transaction, row);
                consent.store(transaction);
            });
        } catch (RuntimeException e) {
            running.generation().close(Duration.ZERO);
            throw e;
        }
        var trial = parts.trust().read().mandate(row.plugin()).flatMap(mandate -> mandate.trial());
        withdrawn.remove(row.content());
        var before = roster.withdraw(row.plugin());
        trial.ifPresent(given -> attempt(running, given));
        act.reached(Step.PUBLISHED);
        draining.begin(Transition.CANARY, before.stream().toList());
    }

    private void attempt(Running running, Trial trial) {
        var tally = new AtomicReference<Tally>();
        tally.set(new Tally(
                trial.bound(),
                () -> draining.aside("polar-withdraw", () -> withdraw(running, failed(running, tally.get())))));
        aside.settle(roster.attempt(new OnTrial(running, trial, tally.get())));
    }

    private static Refusal failed(Running running, Tally tally) {
        return new Refusal(
                Code.CANARY_FAILED,
                running.plugin() + " " + running.shown().version() + " was withdrawn: " + tally,
                "polar audit list shows its calls; polar update FILE with a better one",
                Map.of("plugin", running.plugin().name()));
    }

    /** Brings up what was on trial when the host ended. What does not start is withdrawn; everybody else is served. */
    void resume(Row row, Trust trust) {
        var trial = trust.mandate(row.plugin())
                .flatMap(mandate -> mandate.trial())
                .filter(given -> given.release().terms().content().equals(row.content()));
        if (trial.isEmpty()
                || withdrawn.contains(row.content())
                || roster.running(row.plugin()).isEmpty()) {
            return;
        }
        try {
            attempt(loader.start(Entrant.of(row, trial.get().release()), trust, roster::running), trial.get());
        } catch (Refusal why) {
            record(
                    row.plugin(),
                    Drafts.facts(row, Optional.of(trial.get().release().terms())),
                    why);
        }
    }

    /** Ends a trial that did worse. It is out of the snapshot before it is recorded. */
    void withdraw(Running running, Refusal why) {
        if (roster.trial(running.plugin())
                .filter(one -> one.running() == running)
                .isEmpty()) {
            return;
        }
        withdrawn.add(running.facts().content());
        var gaveWay = roster.withdraw(running.plugin());
        parts.steps().reached(Transition.WITHDRAW, Step.PUBLISHED);
        record(running.plugin(), running.shown(), why);
        parts.steps().reached(Transition.WITHDRAW, Step.OUTCOME);
        draining.begin(Transition.WITHDRAW, gaveWay.stream().toList());
    }

    private void record(PluginId plugin, PluginFacts facts, Refusal why) {
        backlog.record(() -> parts.journal().append(Drafts.of(Transition.WITHDRAW, facts, why), (transaction, seq) -> {
            // Another one may have begun since.
            parts.catalog()
                    .find(transaction, plugin, Role.CANARY)
                    .filter(row -> row.content().toString().equals(facts.digest()))
                    .ifPresent(row -> {
                        parts.catalog().drop(transaction, plugin, Role.CANARY);
                        tellAt(transaction, plugin, why);
                    });
            return seq;
        }));
    }

    /** Where an operator looks first. */
    private void tellAt(Transaction transaction, PluginId plugin, Refusal why) {
        parts.catalog()
                .find(transaction, plugin)
                .filter(row -> row.state() == State.ENABLED)
                .ifPresent(row -> parts.catalog().move(transaction, row, State.ENABLED, Optional.of(why)));
    }
}
