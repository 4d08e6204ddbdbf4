package dev.polar.host.catalog;

import java.time.Instant;

/**
 * A publisher or reviewer that is, or was, enrolled.
 *
 * @param by the operator
 */
public record Enrolled(Enrolment enrolment, String by, Instant since) {
    public String name() {
        return enrolment.name();
    }
}
