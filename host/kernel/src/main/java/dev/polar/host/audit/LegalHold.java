package dev.polar.host.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * An operator's word that records must not be destroyed, whatever the rules for keeping say.
 *
 * @param since not before; empty for the beginning
 * @param until before then; empty for ever
 * @param placed when it was placed
 * @param by who placed it
 */
public record LegalHold(
        String name, String reason, Optional<Instant> since, Optional<Instant> until, Instant placed, String by) {

    /** Whether it covers anything between these times, both included. */
    public boolean covers(Instant first, Instant last) {
        return since.filter(last::isBefore).isEmpty()
                && until.filter(end -> !first.isBefore(end)).isEmpty();
    }
}
