package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.text.CleanText;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Places in the log that people name: the number of a record of this node, or a time. */
public final class Positions {
    private final Database database;
    private final PostgresJournal journal;

    public Positions(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /**
     * When that was.
     *
     * @param position a record's number, or RFC 3339 in UTC
     * @throws Refusal {@code NOT_FOUND} if this log has no such record, {@code REQUEST_INVALID}
     */
    public Instant time(String position) {
        if (position.matches("[0-9]{1,18}")) {
            return database.read(transaction ->
                            RecordTable.body(transaction, journal.log().id(), Long.parseLong(position)))
                    .map(AuditRecord::parse)
                    .map(record -> record.position().time())
                    .orElseThrow(() ->
                            new Refusal(Code.NOT_FOUND, "this log has no record " + position, "polar audit list"));
        }
        try {
            return Instant.parse(position);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(position) + "' is neither a record's number nor a time",
                    "the number of a record of 'polar audit list', or 2026-11-21T08:00:00Z");
        }
    }

    /** Whether a record before that time says that the consent with this digest was carried out. */
    public boolean carriedOutBefore(Instant time, String digest) {
        return database.read(transaction -> RecordTable.mentions(transaction, digest, time));
    }
}
