package dev.polar.trust.admission;

import java.time.Duration;
import java.time.Instant;

/**
 * How long imported revocation lists can be relied on.
 *
 * @param expires when the first of them runs out: from then on nothing is installed or enabled; {@link Instant#MAX}
 *     without lists
 * @param grace how much longer runs what is neither {@code community} nor {@code remote}
 */
public record Freshness(Instant expires, Duration grace) {
    /** Nothing imported, so nothing runs out. */
    public static final Freshness UNBOUNDED = new Freshness(Instant.MAX, Duration.ZERO);

    /** Until when a plugin of that level may run. */
    public Instant until(Level level) {
        return switch (level) {
            case COMMUNITY, REMOTE -> expires;
            case CORE, VERIFIED, LOCAL, DEV -> later();
        };
    }

    private Instant later() {
        return expires.isAfter(Instant.MAX.minus(grace)) ? Instant.MAX : expires.plus(grace);
    }
}
