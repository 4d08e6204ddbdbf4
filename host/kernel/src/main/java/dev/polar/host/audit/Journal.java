package dev.polar.host.audit;

import dev.polar.spi.Refusal;
import java.util.Optional;

/**
 * Nothing with an effect happens before its record is durable here. Never append from inside a database transaction of
 * one's own: what belongs together is a rider.
 */
public interface Journal {
    /**
     * Writes the record and returns when it is durable.
     *
     * @throws dev.polar.spi.Refusal {@code AUDIT_UNAVAILABLE} if it is not within the audit timeout; then nothing was
     *     written, except in the one case that {@code details} says {@code certain=no}
     */
    default Seq append(Draft draft) {
        return append(draft, (transaction, seq) -> seq);
    }

    /**
     * Writes the record and makes the change, both or neither.
     *
     * @throws dev.polar.spi.Refusal {@code AUDIT_UNAVAILABLE} as above
     * @throws RuntimeException what the rider threw; the record then says that it was refused
     */
    <T> T append(Draft draft, Rider<T> change);

    /** Writes the draft as the intent of a new id; the action may begin when this returns. */
    default IntentId intent(Draft draft) {
        var id = IntentId.fresh();
        append(draft.asIntent(id));
        return id;
    }

    /** Writes the draft as what came of that intent. */
    default Seq outcome(IntentId id, Draft draft) {
        return append(draft.asOutcome(id));
    }

    /**
     * Writes a refusal that changes nothing, or counts it: of each caller, and of each place from which somebody came whom
     * nobody knows, only so many a minute are written, and above that one record says how many there were.
     *
     * @throws dev.polar.spi.Refusal {@code AUDIT_UNAVAILABLE} as above
     */
    default void refused(Draft denial) {
        append(denial);
    }

    /**
     * Whether the last three writes failed: then whoever appends is refused at once, and only status, revocation and repair
     * may run. The journal tries until it can write again.
     */
    boolean isFenced();

    /** Whether the disk that holds it, or its reserve, is short of room, and what that means. */
    default Optional<Refusal> shortOfRoom() {
        return Optional.empty();
    }
}
