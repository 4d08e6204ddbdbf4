package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.store.Transaction;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes plugins out of the way that may not run any more. They are out of the snapshot before anything else happens; then
 * their calls are cancelled, the change is recorded, and they are unloaded.
 */
final class Aside {
    /** How long code may take to notice that it was cancelled. */
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final Parts parts;
    private final Roster roster;
    private final Backlog backlog;

    Aside(Parts parts, Roster roster, Backlog backlog) {
        this.parts = parts;
        this.roster = roster;
        this.backlog = backlog;
    }

    /** Sets a plugin aside that runs. */
    void quarantine(Running running, Refusal why) {
        settle(roster.fall(running, why));
    }

    /** Ends what fell, and everything that fell with it. */
    void settle(List<Fallen> fallen) {
        fallen.forEach(one -> parts.steps().reached(transition(one.to()), Step.PUBLISHED));
        cancel(fallen);
        fallen.forEach(one -> {
            record(one.running().shown(), one.why(), one.to());
            parts.steps().reached(transition(one.to()), Step.OUTCOME);
        });
        unload(fallen, NOTICE);
    }

    /** Cancels every call inside; says how many. */
    int cancel(List<Fallen> fallen) {
        int cancelled = 0;
        for (var one : fallen) {
            var plugin = one.running().plugin();
            cancelled += parts.inFlight().cancel(plugin, Reasons.of(plugin, one.to(), Optional.of(one.why())));
            parts.steps().reached(transition(one.to()), Step.CANCELLED);
        }
        return cancelled;
    }

    void unload(List<Fallen> fallen, Duration drain) {
        for (var one : fallen.reversed()) {
            Unloading.close(one.running(), drain, parts.journal());
            parts.steps().reached(transition(one.to()), Step.UNLOADED);
        }
    }

    /** Records that a plugin is out, whether it ran or not. */
    void record(PluginFacts facts, Refusal why, State to) {
        backlog.record(() -> parts.journal().append(Drafts.of(transition(to), facts, why), (transaction, seq) -> {
            move(transaction, facts.plugin(), to, why);
            return seq;
        }));
    }

    /** Moves a row if it can still be moved there. */
    void move(Transaction transaction, PluginId plugin, State to, Refusal why) {
        parts.catalog()
                .find(transaction, plugin)
                .filter(row -> transition(to).leaves(Optional.of(row.state())))
                .ifPresent((Row row) -> parts.catalog().move(transaction, row, to, Optional.of(why)));
    }

    private static Transition transition(State to) {
        return to == State.REVOKED ? Transition.REVOKE : Transition.QUARANTINE;
    }
}
