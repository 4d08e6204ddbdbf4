package dev.polar.host.approval;

import dev.polar.adminapi.Request;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * How far a yes goes: always for exactly the same call, from the same caller in the same session.
 *
 * @param uses how many calls
 * @param until when it ends
 */
record Scope(int uses, Instant until) {
    /** What "any number" is: a bound that nobody meets by hand. */
    static final int MOST = 1_000;

    private static final Duration SESSION = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(90);

    /**
     * What an operator asks for: {@code uses} (default 1, and any number with one of the others), {@code until} (RFC 3339,
     * default when the request ends), {@code session} (for as long as a session lasts).
     *
     * @throws Refusal {@code REQUEST_INVALID}
     */
    static Scope of(Request request, ApprovalRow row, Instant now) {
        var with = request.with();
        boolean session = "true".equals(with.get("session"));
        if (session && (with.containsKey("until") || with.containsKey("uses"))) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "a session has neither uses nor an end of its own", "--session alone");
        }
        if (session) {
            return new Scope(MOST, row.createdAt().plus(SESSION));
        }
        int uses = with.containsKey("uses") ? uses(with.get("uses")) : with.containsKey("until") ? MOST : 1;
        return new Scope(uses, with.containsKey("until") ? until(with.get("until"), now) : row.expiresAt());
    }

    private static int uses(String text) {
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
            throw new Refusal(Code.REQUEST_INVALID, "uses is a number from 1 to " + MOST + ", not '" + text + "'", "");
        }
        return Integer.parseInt(text);
    }

    private static Instant until(String text, Instant now) {
        try {
            var until = Instant.parse(text);
            if (until.isAfter(now) && until.isBefore(now.plus(LONGEST))) {
                return until;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new Refusal(
                Code.REQUEST_INVALID,
                "until is a time within 90 days, such as 2026-12-24T18:00:00Z, not '" + text + "'",
                "");
    }
}
