package dev.polar.host.policy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a budget is for: one hour, day or month of UTC. */
public enum Period {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS),
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit unit;

    Period(ChronoUnit unit) {
        this.unit = unit;
    }

    /** When the one began that it is in. */
    public Instant begin(Instant time) {
        return start(time).toInstant();
    }

    /** When the next one begins. */
    public Instant end(Instant time) {
        return start(time).plus(1, unit).toInstant();
    }

    private ZonedDateTime start(Instant time) {
        var utc = time.atZone(ZoneOffset.UTC);
        return this == MONTH ? utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1) : utc.truncatedTo(unit);
    }

    /** The form in a policy. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
