package dev.polar.host.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;

/**
 * The place of a record among those of all logs, newest first. What is appended later comes before it, so the page after
 * it stays what it was.
 *
 * @param time the record's
 * @param log the number of its log in this database
 */
public record Cursor(Instant time, int log, long seq) {
    static final Comparator<Cursor> OLDEST_FIRST =
            Comparator.comparing(Cursor::time).thenComparing(Cursor::log).thenComparing(Cursor::seq);

    /** As lists give it. */
    @Override
    public String toString() {
        return time + "/" + log + "/" + seq;
    }

    /** @throws Refusal {@code REQUEST_INVALID} */
    public static Cursor parse(String text) {
        var parts = text.split("/", -1);
        try {
            if (parts.length == 3 && parts[1].matches("[0-9]{1,9}") && parts[2].matches("[0-9]{1,15}")) {
                return new Cursor(Instant.parse(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new Refusal(
                Code.REQUEST_INVALID,
                "'" + CleanText.line(text) + "' is no place where a page ended",
                "--before takes the 'cursor' of the last record of a page, as --json shows it");
    }
}
