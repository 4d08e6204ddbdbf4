package dev.polar.trust.permission;

import java.util.List;

/**
 * What changes between an approved grant and a requested one, by meaning.
 *
 * @param added requested permissions that the approved grant does not cover
 * @param removed approved permissions that the request no longer covers
 */
public record GrantDelta(List<Permission> added, List<Permission> removed) {
    /** Whether anyone has to be asked. */
    public enum Change {
        /** Each covers the other. */
        SAME,
        /** Less than was approved: nobody is asked. */
        NARROWER,
        /** Something nobody approved. */
        WIDER
    }

    /** The change from one grant to another. */
    public static GrantDelta between(Grant approved, Grant requested) {
        return new GrantDelta(
                requested.permissions().stream()
                        .filter(p -> !approved.covers(p))
                        .toList(),
                approved.permissions().stream()
                        .filter(p -> !requested.covers(p))
                        .toList());
    }

    /** {@code WIDER} as soon as anything is added, whatever else is given up. */
    public Change change() {
        if (!added.isEmpty()) {
            return Change.WIDER;
        }
        return removed.isEmpty() ? Change.SAME : Change.NARROWER;
    }
}
