package dev.polar.host.replay;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** How far back: {@code 90m}, {@code 1h}, {@code 7d}, or a time. */
final class Since {
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    private Since() {}

    /** @throws Refusal {@code REQUEST_INVALID} */
    static Instant of(String text, Instant now) {
        var span = SPAN.matcher(text);
        try {
            return span.matches()
                    ? now.minus(length(Long.parseLong(span.group(1)), span.group(2)))
                    : Instant.parse(text);
        } catch (DateTimeException none) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + text + "' is neither a length nor a time",
                    "--since 90m, --since 7d or --since 2026-11-21T08:00:00Z");
        }
    }

    private static Duration length(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
