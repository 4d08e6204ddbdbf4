package dev.polar.trust.permission;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * At most so many times a unit: a bucket of {@code count} that refills evenly within one unit.
 *
 * @param count 1 to 999,999,999
 */
public record Limit(int count, Unit unit) {
    /** The units there are. */
    public enum Unit {
        SECOND(1),
        MINUTE(60),
        HOUR(3_600),
        DAY(86_400);

        private final int seconds;

        Unit(int seconds) {
            this.seconds = seconds;
        }

        /** One unit of time. */
        public Duration length() {
            return Duration.ofSeconds(seconds);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Limit {
        if (count < 1 || count > 999_999_999) {
            throw new IllegalArgumentException("a limit counts from 1 to 999999999");
        }
    }

    /** Neither a burst nor, over time, a rate that this forbids. */
    boolean covers(Limit other) {
        return other.count <= count && (long) other.count * unit.seconds <= (long) count * other.unit.seconds;
    }

    /** No limit covers any; of two that do not compare, the smaller count over the longer unit is below both. */
    static Optional<Limit> meet(Optional<Limit> one, Optional<Limit> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        var a = one.get();
        var b = other.get();
        if (a.covers(b)) {
            return other;
        }
        return b.covers(a) ? one : Optional.of(below(a, b));
    }

    private static Limit below(Limit a, Limit b) {
        return new Limit(Math.min(a.count, b.count), a.unit.compareTo(b.unit) > 0 ? a.unit : b.unit);
    }

    @Override
    public String toString() {
        return count + "/" + unit;
    }
}
