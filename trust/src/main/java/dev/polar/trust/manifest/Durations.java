package dev.polar.trust.manifest;

import dev.polar.trust.json.JsonAt;
import java.time.Duration;
import java.util.regex.Pattern;

/** ISO 8601 durations of hours, minutes and seconds, more than nothing. */
final class Durations {
    private static final Pattern FORM =
            Pattern.compile("PT(?=[0-9])(?:[0-9]{1,9}H)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}(?:\\.[0-9]{1,3})?S)?");

    private Durations() {}

    static Duration read(JsonAt at) {
        var duration = Duration.parse(at.matching(FORM, "duration", "a duration as in PT30S or PT1H30M"));
        if (duration.isZero()) {
            throw at.refused("duration", "a duration is more than nothing", "");
        }
        return duration;
    }
}
