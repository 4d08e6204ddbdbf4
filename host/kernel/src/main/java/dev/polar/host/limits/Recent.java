package dev.polar.host.limits;

import dev.polar.host.policy.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who called what before this start, as the journal has it.
 *
 * @param from nothing earlier was read
 * @param uses in the order in which they happened
 */
public record Recent(Instant from, List<Use> uses) {
    /** Nobody called before. */
    public static final Recent NOTHING = new Recent(Instant.MIN, List.of());

    public Recent {
        uses = List.copyOf(uses);
    }

    /** One call that went ahead. */
    public record Use(String caller, String target, Instant at) {}

    /**
     * What a bucket has now. It is taken for empty twice its filling time ago: then what comes out is never more than the
     * truth, and the truth unless the caller used all it had for all that time.
     */
    long tokens(RateLimit limit, String subject, Instant now) {
        var twice = now.minus(limit.filling().multipliedBy(2));
        var start = twice.isBefore(from) ? from : twice;
        if (start.equals(twice) && (uses.isEmpty() || uses.getLast().at().isBefore(start))) {
            return limit.burst();
        }
        var at = start;
        double level = 0;
        for (var use : uses) {
            if (!use.at().isBefore(start)
                    && limit.counts(use.caller(), use.target())
                    && limit.each().subject(use.caller(), use.target()).equals(subject)) {
                level = Math.max(0, filled(limit, level, at, use.at()) - 1);
                at = use.at();
            }
        }
        return (long) filled(limit, level, at, now);
    }

    private static double filled(RateLimit limit, double level, Instant from, Instant to) {
        var passed = Math.max(0, Duration.between(from, to).toNanos());
        return Math.min(
                limit.burst(), level + (double) passed / limit.per().length().toNanos() * limit.calls());
    }
}
