package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Consented;
import dev.polar.host.offer.ApprovedTools;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.Generation;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Puts one release of a plugin in another's place, as an operator consented to it. */
final class Succession {
    private final Parts parts;
    private final Roster roster;
    private final Loader loader;
    private final Candidates candidates;
    private final Updates updates;
    private final Switching switching;

    Succession(Parts parts, Roster roster, Loader loader, Candidates candidates, Updates updates, Switching switching) {
        this.parts = parts;
        this.roster = roster;
        this.loader = loader;
        this.candidates = candidates;
        this.updates = updates;
        this.switching = switching;
    }

    /**
     * Replaces it.
     *
     * @param onTrial the same release, if it answers a part of the sessions by now and only takes over
     * @param kept whether what gives way is kept for going back
     */
    Done replace(
            Transition transition,
            UpdatePlan plan,
            Consented consent,
            Optional<Running> onTrial,
            boolean kept,
            Trust trust) {
        var old = plan.old();
        var terms = plan.next().terms();
        var act = Act.begin(transition, draft(transition, plan, consent), parts);
        var row = act.work(Step.STORED, () -> {
            plan.definitions().ifPresent(parts.packages()::keep);
            return updates.row(plan.incoming(), terms).as(Role.SERVING, state(plan));
        });
        var gone = parts.catalog().find(terms.plugin(), Role.PREVIOUS);
        Consumer<Transaction> rows = transaction -> {
            parts.catalog().dropBeside(transaction, terms.plugin());
            if (kept) {
                parts.catalog().put(transaction, old.as(Role.PREVIOUS, State.DISABLED));
            }
            parts.catalog().replace(transaction, old, row);
            consent.store(transaction);
        };
        var took = Optional.<Duration>empty();
        if (plan.runs()) {
            took = Optional.of(switchOver(act, plan, row, onTrial, rows, trust));
        } else {
            act.reached(Step.LOADED);
            act.outcome(rows);
            roster.rest(Drafts.facts(terms), Reasons.of(terms.plugin(), State.DISABLED, Optional.empty()));
            act.reached(Step.PUBLISHED);
            act.reached(Step.DRAINED);
        }
        gone.map(Row::content)
                .filter(content -> !content.equals(old.content()) && !content.equals(row.content()))
                .ifPresent(parts.packages()::forget);
        return done(transition, plan, row, took);
    }

    private Duration switchOver(
            Act act, UpdatePlan plan, Row row, Optional<Running> onTrial, Consumer<Transaction> rows, Trust trust) {
        var approving = trust.approving(plan.next().terms(), parts.clock().instant());
        var entrants = new ArrayList<>(act.work(() -> switching.again(plan.dependants(), trust)));
        var ready = new ArrayList<Running>();
        onTrial.ifPresent(tried -> ready.add(promoted(act, plan, row, tried.generation(), approving)));
        var looked = onTrial.isPresent() ? Optional.<Running>empty() : lookedAt(act, plan, row, approving);
        looked.ifPresent(ready::add);
        if (ready.isEmpty()) {
            entrants.add(plan.entrant(row));
        }
        var next = act.work(Step.LOADED, () -> {
            try {
                return switching.start(entrants, ready, approving);
            } catch (RuntimeException e) {
                looked.ifPresent(running -> running.generation().close(Duration.ZERO));
                throw e;
            }
        });
        next.stream().filter(one -> one.plugin().equals(row.plugin())).forEach(act::runs);
        var fresh = next.stream()
                .filter(running -> onTrial.filter(tried -> tried.generation() == running.generation())
                        .isEmpty())
                .toList();
        return switching.over(act, next, fresh, List.of(), rows);
    }

    /** What is on trial goes on, offering what this consent confirms and no longer what that to its trial did. */
    private Running promoted(Act act, UpdatePlan plan, Row row, Generation tried, Trust approving) {
        return act.work(() -> loader.running(
                loader.admit(Moment.LOAD, row, plan.next().terms(), approving),
                plan.effects(),
                tried,
                ApprovedTools.of(tried, plan.entrant(row).pinned(), parts.packages())));
    }

    /** Starts the release beside everything else, on what runs now. */
    Running alone(Act act, UpdatePlan plan, Row row, Trust trust) {
        var approving = trust.approving(plan.next().terms(), parts.clock().instant());
        return lookedAt(act, plan, row, approving)
                .orElseGet(() -> loader.start(plan.entrant(row), approving, roster::running));
    }

    /** What was started for the plan, unless it was started with less than it is granted now. */
    private Optional<Running> lookedAt(Act act, UpdatePlan plan, Row row, Trust approving) {
        var terms = plan.next().terms();
        var candidate = candidates.take(terms.plugin(), terms.content());
        var before = updates.granted(plan.old(), plan.next().facts(), approving);
        if (candidate.isPresent() && !before.covers(terms.grant())) {
            candidate.get().close(Duration.ZERO);
            return Optional.empty();
        }
        return candidate.map(generation -> act.work(() -> {
            Loader.Admitted admitted;
            try {
                admitted = loader.admit(Moment.LOAD, row, terms, approving);
            } catch (RuntimeException e) {
                generation.close(Duration.ZERO);
                throw e;
            }
            return loader.running(admitted, plan.entrant(row), generation);
        }));
    }

    private static State state(UpdatePlan plan) {
        return plan.runs() ? State.ENABLED : State.DISABLED;
    }

    static Draft draft(Transition transition, UpdatePlan plan, Consented consent) {
        var rewired = plan.dependants().stream()
                .map(running -> running.plugin().name())
                .toList();
        return Drafts.of(transition, consent, Drafts.facts(plan.next().terms()))
                .fact("from", plan.old().release())
                .fact("wider", plan.delta().wider())
                .fact(
                        "rewired",
                        StrictJson.provider().createArrayBuilder(rewired).build());
    }

    private static Done done(Transition transition, UpdatePlan plan, Row row, Optional<Duration> took) {
        var word = transition == Transition.ROLLBACK ? "rolled back " : "updated ";
        var rewired = plan.dependants().stream()
                .map(running -> running.plugin().name())
                .collect(Collectors.joining(" "));
        var facts = new HashMap<>(Map.of(
                "plugin", row.plugin().name(),
                "version", row.release(),
                "digest", row.content().toString(),
                "state", row.state().label(),
                "rewired", rewired));
        took.ifPresent(time -> facts.put("tookOverAfterMicros", Long.toString(time.toNanos() / 1_000)));
        return new Done(
                word + row.plugin() + " " + plan.old().release() + " -> " + row.release(),
                Map.copyOf(facts),
                plan.runs() ? List.of() : List.of("polar enable " + row.plugin()));
    }
}
