package dev.polar.trust.admission;

import dev.polar.trust.key.Digest;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.time.Instant;

/**
 * An operator's consent to one package.
 *
 * @param content the package it binds
 * @param by the operator's name
 * @param at when the permissions were consented to, or last renewed
 */
public record Approval(Digest content, Grant grant, Placement placement, String by, Instant at) {
    /** How long permissions of high risk last; the others last as long as the approval. */
    public static final Duration HIGH_RISK_LASTS = Duration.ofDays(90);

    /** How long anything lasts that was let in for development. */
    public static final Duration DEVELOPMENT_LASTS = Duration.ofHours(24);

    /** What it grants at that time: from {@link #expires} on nothing of high risk. */
    public Grant grant(Instant now) {
        return now.isBefore(expires()) ? grant : grant.lowRisk();
    }

    /** When permissions of high risk run out; {@link Instant#MAX} if it grants none. */
    public Instant expires() {
        return grant.highRisk() ? at.plus(HIGH_RISK_LASTS) : Instant.MAX;
    }

    /** Until when {@link #grant(Instant)} stays what it is at that time. */
    Instant unchangedUntil(Instant now) {
        return now.isBefore(expires()) ? expires() : Instant.MAX;
    }
}
