package dev.polar.host.gate;

import dev.polar.host.audit.IntentId;
import dev.polar.host.session.Label;
import dev.polar.host.store.Transaction;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the answers of a session's calls do to it. */
interface Labelling {
    /** Where sessions are not followed. */
    Labelling NONE = new Labelling() {
        @Override
        public Set<Label> of(Passage passage) {
            return Set.of();
        }

        @Override
        public Set<Label> mayBring(Passage passage) {
            return Set.of();
        }

        @Override
        public void ended(Passage passage) {}

        @Override
        public void repeated(Passage passage) {}

        @Override
        public void written(Passage passage) {}

        @Override
        public void shown(String session, Consumer<BiConsumer<Transaction, IntentId>> record) {}
    };

    /**
     * What the call's session has taken in, and what the other calls inside may be bringing it.
     *
     * @throws dev.polar.spi.Refusal {@code DATABASE_UNAVAILABLE}: then nobody knows
     */
    Set<Label> of(Passage passage);

    /** What its answer could hold at most. */
    Set<Label> mayBring(Passage passage);

    /** It ran: its session holds what it brought from now on, and the database with its next record. */
    void ended(Passage passage);

    /** It does not run, and is answered with what an earlier call brought, perhaps to another session. */
    void repeated(Passage passage);

    /** The record is written, and the labels with it. */
    void written(Passage passage);

    /**
     * Words of strangers are shown to a session without a call.
     *
     * @param record writes what changes with a record of its own; not called if nothing does
     */
    void shown(String session, Consumer<BiConsumer<Transaction, IntentId>> record);
}
