package dev.polar.host.limits;

import java.time.Instant;
import java.util.Optional;

/**
 * Why somebody has to wait.
 *
 * @param strikes how many times in a row by now
 * @param at when it began
 * @param until when it ends; empty if only an operator ends it
 */
public record Pause(int strikes, Instant at, Optional<Instant> until) {
    boolean holds(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }
}
