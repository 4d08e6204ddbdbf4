package dev.polar.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a log message matters, least first: the levels of RFC 5424 (section 6.2.1) as MCP names them. */
public enum Severity {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /** The level of that name. */
    public static Optional<Severity> of(String text) {
        return Arrays.stream(values())
                .filter(level -> level.text().equals(text))
                .findFirst();
    }

    /** As it stands in messages, {@code warning}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
