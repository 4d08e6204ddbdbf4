package dev.polar.host.admin;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the unit in which people say it. */
final class Ages {
    private Ages() {}

    static String since(Instant then, Instant now) {
        var age = Duration.between(then, now);
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " days";
    }
}
