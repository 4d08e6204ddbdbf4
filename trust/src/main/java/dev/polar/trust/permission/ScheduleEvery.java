package dev.polar.trust.permission;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Being woken on a schedule.
 *
 * @param shortest the shortest interval; whole seconds
 */
public record ScheduleEvery(Duration shortest) implements Access {
    static ScheduleEvery read(Selector selector) {
        var rule = "an interval is written in hours, minutes and seconds as in PT1M or PT1H30M";
        try {
            var interval = Duration.parse(selector.text());
            if (interval.isPositive() && interval.getNano() == 0) {
                if (!interval.toString().equals(selector.text())) {
                    throw selector.meant(0, rule, interval.toString());
                }
                return new ScheduleEvery(interval);
            }
        } catch (DateTimeParseException notOne) {
            throw selector.refused(0, rule);
        }
        throw selector.refused(0, rule);
    }

    @Override
    public String kind() {
        return "schedule.every";
    }

    @Override
    public String selector() {
        return shortest.toString();
    }

    @Override
    public Optional<ScheduleEvery> meet(Access other) {
        if (!(other instanceof ScheduleEvery rarer)) {
            return Optional.empty();
        }
        return Optional.of(shortest.compareTo(rarer.shortest) > 0 ? this : rarer);
    }
}
