package dev.polar.host.policy;

import java.time.Duration;
import java.util.Locale;

/** In what time a rate is. What is longer is a budget. */
public enum Per {
    SECOND(Duration.ofSeconds(1)),
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1));

    private final Duration length;

    Per(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }

    /** The form in a policy. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
