package dev.polar.host.gate;

import dev.polar.host.audit.IntentId;
import dev.polar.host.session.Label;
import dev.polar.host.session.Origins;
import dev.polar.host.session.Sessions;
import dev.polar.host.session.TakenIn;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Effect;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Labels for sessions that have them kept. What a plugin asks the host for is known, and counts for every later answer of
 * the same generation too; what a process of its own does with its files is not, so what it holds counts as used.
 */
final class FollowingSessions implements Labelling {
    private final Sessions sessions;
    private final TakenIn takenIn;
    private final InFlight inFlight;
    private final Predicate<String> isPrivate;

    /** @param isPrivate whether an operator counts the answers of that target as private */
    FollowingSessions(Sessions sessions, TakenIn takenIn, InFlight inFlight, Predicate<String> isPrivate) {
        this.sessions = sessions;
        this.takenIn = takenIn;
        this.inFlight = inFlight;
        this.isPrivate = isPrivate;
    }

    @Override
    public Set<Label> of(Passage passage) {
        var labels = EnumSet.noneOf(Label.class);
        labels.addAll(sessions.of(passage.call().session()));
        if (!Label.toxic(labels)) {
            labels.addAll(inFlight.bringing(passage));
        }
        return labels;
    }

    @Override
    public Set<Label> mayBring(Passage passage) {
        if (!(passage.offered() instanceof Offered.Tool tool)) {
            return read(passage); // texts that were approved, and messages to others
        }
        var labels = always(passage, tool);
        passage.standing()
                .ifPresent(live -> labels.addAll(Origins.of(live.verdict().grant())));
        return labels;
    }

    /** What a server offers as a skill is a stranger's, approved or not. */
    private static Set<Label> read(Passage passage) {
        return passage.offered() instanceof Offered.Skill skill && skill.served() ? Set.of(Label.UNTRUSTED) : Set.of();
    }

    private Set<Label> always(Passage passage, Offered.Tool tool) {
        var labels = EnumSet.noneOf(Label.class);
        labels.addAll(takenIn.of(tool.generation().id()));
        if (tool.generation().untrusted() || tool.offer().effect() == Effect.EXTERNAL) {
            labels.add(Label.UNTRUSTED);
        }
        if (isPrivate.test(tool.target().toString())) {
            labels.add(Label.PRIVATE);
        }
        passage.standing().ifPresent(live -> {
            if (live.facts().level() == Level.REMOTE) {
                labels.add(Label.UNTRUSTED);
            }
            if (live.verdict().placement() != Placement.HOST) {
                labels.addAll(Origins.unseen(live.verdict().grant()));
            }
        });
        return labels;
    }

    @Override
    public void ended(Passage passage) {
        if (passage.offered() instanceof Offered.Tool tool) {
            var labels = always(passage, tool);
            passage.call().usage().permissions().forEach(used -> labels.addAll(Origins.of(used)));
            keep(passage, labels);
        } else if (!read(passage).isEmpty()) {
            keep(passage, read(passage));
        }
    }

    @Override
    public void repeated(Passage passage) {
        keep(passage, mayBring(passage));
    }

    @Override
    public void shown(String session, Consumer<BiConsumer<Transaction, IntentId>> record) {
        var labels = EnumSet.of(Label.UNTRUSTED);
        sessions.of(session); // what the database has is not written again
        sessions.hold(session, labels);
        if (!sessions.missing(session, labels).isEmpty()) {
            record.accept((transaction, id) -> sessions.store(transaction, session, labels, id.value()));
            sessions.stored(session, labels);
        }
    }

    private void keep(Passage passage, Set<Label> labels) {
        var session = passage.call().session();
        passage.brought(labels);
        if (labels.isEmpty()) {
            return;
        }
        sessions.hold(session, labels);
        var missing = sessions.missing(session, labels);
        if (!missing.isEmpty()) {
            passage.withNextRecord(transaction ->
                    sessions.store(transaction, session, missing, passage.call().id()));
        }
    }

    @Override
    public void written(Passage passage) {
        if (!passage.brought().isEmpty()) {
            sessions.stored(passage.call().session(), passage.brought());
        }
    }
}
