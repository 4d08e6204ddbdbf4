package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes plugins out of the way that may not run any more. They are out of the snapshot before anything else happens; then
 * their calls are cancelled, they are unloaded, and the change is recorded.
 */
final class Aside {
    /** How long code may take to notice that it was cancelled. */
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final Parts parts;
    private final Roster roster;
    private final Backlog backlog;
    private final Candidates candidates;
    private final Aftermath aftermath;

    Aside(Parts parts, Roster roster, Backlog backlog, Candidates candidates, Aftermath aftermath) {
        this.parts = parts;
        this.roster = roster;
        this.backlog = backlog;
        this.candidates = candidates;
        this.aftermath = aftermath;
    }

    /** Sets a plugin aside that runs. */
    void quarantine(Running running, Refusal why) {
        settle(roster.fall(running, why));
    }

    /** Ends what fell, and everything that fell with it. */
    void settle(List<Fallen> fallen) {
        fallen.forEach(one -> reached(one, Step.PUBLISHED));
        cancel(fallen);
        unload(fallen, NOTICE).forEach(unloaded -> {
            var one = fallen.stream()
                    .filter(fell -> fell.running() == unloaded.running())
                    .findFirst()
                    .orElseThrow();
            var draft = unloaded.ended(draft(one));
            backlog.record(() -> parts.journal().append(draft, (transaction, seq) -> {
                move(transaction, one);
                return seq;
            }));
            reached(one, Step.OUTCOME);
            tell(unloaded);
        });
    }

    /** Cancels every call inside; says how many. */
    int cancel(List<Fallen> fallen) {
        int cancelled = 0;
        for (var one : fallen) {
            var plugin = one.running().plugin();
            var why = Reasons.of(plugin, one.to(), Optional.of(one.why()));
            cancelled += one.served()
                    ? parts.inFlight().cancel(plugin, why)
                    : parts.inFlight().cancel(one.running().generation().id(), why);
            reached(one, Step.CANCELLED);
        }
        return cancelled;
    }

    /** Cancels every call of a tool that is taken back for good while its plugin goes on; says how many. */
    int cancelTools() {
        var snapshot = parts.snapshots().current();
        return parts.inFlight().cancel(target -> snapshot.takenBack(target).filter(Reasons::forGood));
    }

    /** Ends them, each before what it requires; but nothing that can be killed waits for code that may not end. */
    List<Unloading> unload(List<Fallen> fallen, Duration drain) {
        judgeCandidates();
        var last = fallen.reversed();
        return Stream.concat(
                        last.stream().filter(Aside::isCutOff), last.stream().filter(one -> !isCutOff(one)))
                .map(one -> {
                    var unloaded = Reasons.forGood(one.why()) ? cut(one) : Unloading.of(one.running(), drain);
                    roster.finished(one.running().generation().id());
                    reached(one, Step.UNLOADED);
                    return unloaded;
                })
                .toList();
    }

    /** What is only looked at is in no snapshot, and ends with what takes it back all the same. */
    private void judgeCandidates() {
        if (candidates.any()) {
            candidates.judge(parts.trust().known().state(), parts.clock().instant());
        }
    }

    private static boolean isCutOff(Fallen one) {
        return Reasons.forGood(one.why())
                && switch (one.running().generation().enforcement()) {
                    case CONFINED_BWRAP, CONFINED_LANDLOCK, MEDIATED -> true;
                    case GUARDED, DECLARED -> false;
                };
    }

    /** What was taken back for good and does not end within its notice taints the node. */
    private Unloading cut(Fallen one) {
        var unloaded = Unloading.cutting(one.running(), NOTICE);
        if (unloaded.report().running()) {
            var why = Reasons.tainted(one.running().shown(), unloaded.report().left());
            parts.inFlight().taint(why);
            tell(Drafts.about(Draft.of(Category.PLUGIN, "taint"), one.running().shown())
                    .denied(why.code()));
        }
        return unloaded;
    }

    /** Records what ending a generation left, once that is known; nobody waits for it. */
    void tell(Unloading unloaded) {
        var draft = Drafts.about(
                Draft.of(Category.PLUGIN, "unload"), unloaded.running().shown());
        aftermath.begin("polar-unloaded", () -> tell(unloaded.gone(draft)));
    }

    /** Records what has happened, now or as soon as the database is back. */
    void tell(Draft draft) {
        backlog.record(() -> parts.journal().append(draft));
    }

    /** Records that a plugin is out which did not run. */
    void record(PluginFacts facts, Refusal why, State to) {
        backlog.record(() -> parts.journal().append(draft(facts, why, to), (transaction, seq) -> {
            if (forAll(why)) {
                row(transaction, facts, Role.SERVING).ifPresent(row -> move(transaction, row, to, why));
            }
            return seq;
        }));
    }

    /** What one node cannot run, the others may: while they live, only what was revoked is taken from them too. */
    private boolean forAll(Refusal why) {
        return Reasons.revoked(why) || !parts.nodes().others();
    }

    /** What falls beside the release that serves is no change of the plugin's state. */
    void move(Transaction transaction, Fallen one) {
        var shown = one.running().shown();
        switch (one.part()) {
            case SERVING -> {
                if (forAll(one.why())) {
                    row(transaction, shown, Role.SERVING).ifPresent(row -> {
                        move(transaction, row, one.to(), one.why());
                        parts.catalog().drop(transaction, row.plugin(), Role.CANARY);
                    });
                }
            }
            case CANARY ->
                row(transaction, shown, Role.CANARY)
                        .ifPresent(row -> parts.catalog().drop(transaction, row.plugin(), Role.CANARY));
            case DRAINING -> {}
        }
    }

    /** A change of an operator's may have committed in between: then the row is that of a release that did not fall. */
    private Optional<Row> row(Transaction transaction, PluginFacts shown, Role role) {
        return parts.catalog()
                .find(transaction, shown.plugin(), role)
                .filter(row -> row.content().toString().equals(shown.digest()));
    }

    private static Draft draft(Fallen one) {
        var shown = one.running().shown();
        return one.served()
                ? draft(shown, one.why(), one.to())
                : Drafts.about(Draft.of(Category.PLUGIN, "withdraw"), shown)
                        .denied(one.why().code())
                        .why(one.why());
    }

    private static Draft draft(PluginFacts facts, Refusal why, State to) {
        return Drafts.of(transition(to), facts, why);
    }

    private void reached(Fallen one, Step step) {
        parts.steps().reached(transition(one.to()), step);
    }

    /** Moves a row, as that transaction sees it, if it can still be moved there. */
    void move(Transaction transaction, Row row, State to, Refusal why) {
        if (transition(to).leaves(Optional.of(row.state()))) {
            parts.catalog().move(transaction, row, to, Optional.of(why));
        }
    }

    private static Transition transition(State to) {
        return to == State.REVOKED ? Transition.REVOKE : Transition.QUARANTINE;
    }
}
