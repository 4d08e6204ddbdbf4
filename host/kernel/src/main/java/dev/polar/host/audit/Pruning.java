package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Unavailable;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Takes the oldest records out of the database: whole segments, archived, with a file that proves them now, under no hold,
 * read by all who read along, and never the newest. What the record says is done in its transaction; the space comes back when nobody reads there.
 */
public final class Pruning {
    /** Who writes waits behind us as long, and gives up only after seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final String NOT_ALLOWED = "42501";

    private final Database database;
    private final PostgresJournal journal;
    private final Archives archives;
    private final LegalHolds holds;
    private final LogReaders readers;

    public Pruning(
            Database database, PostgresJournal journal, Archives archives, LegalHolds holds, LogReaders readers) {
        this.database = database;
        this.journal = journal;
        this.archives = archives;
        this.holds = holds;
        this.readers = readers;
    }

    /**
     * What may go.
     *
     * @param segments oldest first, log by log
     * @param kept why the next one stays, of each log that still has records from before
     */
    public record Eligible(List<Archives.Archived> segments, List<String> kept) {}

    /** The segments all of whose records are from before then, as far as each of them may go. */
    public Eligible before(Instant before) {
        var held = holds.all();
        var segments = new ArrayList<Archives.Archived>();
        var kept = new HashMap<Integer, String>();
        for (var row : archives.rows()) {
            int log = row.segment().log();
            if (row.pruned() || kept.containsKey(log)) {
                continue;
            }
            var why = why(row, before, held);
            if (why.isPresent()) {
                kept.put(
                        log,
                        "records " + row.segment().range() + " of "
                                + row.segment().origin() + " stay: " + why.get());
            } else {
                segments.add(Archives.archived(row).orElseThrow());
            }
        }
        return new Eligible(segments, List.copyOf(kept.values()));
    }

    private Optional<String> why(SegmentTable.Row row, Instant before, List<LegalHold> held) {
        if (!row.whole()) {
            return Optional.of("the newest segment is not whole");
        }
        if (row.copy().isEmpty()) {
            return Optional.of("they are not archived");
        }
        var copy = row.copy().get();
        if (!copy.until().isBefore(before)) {
            return Optional.of("the last is of " + copy.until());
        }
        var hold = held.stream()
                .filter(one -> one.covers(copy.since(), copy.until()))
                .findFirst();
        if (hold.isPresent()) {
            return Optional.of("'" + hold.get().name() + "' holds them");
        }
        var waiting = readers.waiting(row.segment());
        if (waiting.isPresent()) {
            return waiting;
        }
        return database.read(transaction -> {
            if (!CheckpointTable.isBeyond(
                    transaction, row.segment().log(), row.segment().after())) {
                return Optional.of("the newest checkpoint is not beyond them");
            }
            return SegmentTable.isOpen(transaction, row.segment())
                    ? Optional.of("something that was begun in them has not ended")
                    : Optional.empty();
        });
    }

    /**
     * Prunes them, oldest first.
     *
     * @param draft who wants it and why; of action {@code prune}
     * @param with rides along
     * @return how many partitions could not be dropped yet
     * @throws Refusal {@code AUDIT_KEPT} if one of them has no file that proves it, or the database says that one stays
     */
    public int prune(Draft draft, List<Archives.Archived> segments, Rider<Seq> with) {
        var facts = StrictJson.provider().createArrayBuilder();
        for (var archived : segments) {
            archives.fault(archived.segment()).ifPresent(fault -> {
                throw kept(archived.file() + " does not prove records "
                        + archived.segment().range() + ": " + fault);
            });
            facts.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("log", archived.segment().origin())
                    .add("first", archived.segment().first())
                    .add("last", archived.segment().after() - 1)
                    .add("archive", archived.digest()));
        }
        try {
            journal.append(draft.allowed().fact("segments", facts.build()), (transaction, seq) -> {
                SegmentTable.prune(
                        transaction,
                        segments.stream().map(Archives.Archived::segment).toList(),
                        journal.log().id(),
                        seq);
                return with.ride(transaction, seq);
            });
        } catch (RuntimeException e) {
            throw isForbidden(e) ? kept("the database refuses: " + reason(e)) : e;
        }
        return drop();
    }

    /** Gives back the space of what was pruned; says how many segments have to wait, for readers or for another login. */
    public synchronized int drop() {
        int waiting = 0;
        for (var segment : database.read(SegmentTable::left)) {
            try {
                database.write(transaction -> {
                    SegmentTable.drop(transaction, segment, PATIENCE);
                    return true;
                });
            } catch (RuntimeException e) {
                if (!Unavailable.isCauseOf(e) && !(e instanceof Refusal) && !isForbidden(e)) {
                    throw e;
                }
                waiting++;
            }
        }
        return waiting;
    }

    private static Refusal kept(String message) {
        return new Refusal(
                Code.AUDIT_KEPT, message, "polar audit archive list and polar audit hold list show what stays and why");
    }

    private static boolean isForbidden(Throwable e) {
        return forbidden(e).isPresent();
    }

    private static String reason(Throwable e) {
        return forbidden(e)
                .map(sql -> String.valueOf(sql.getMessage()).lines().findFirst().orElse(""))
                .orElse("");
    }

    private static Optional<SQLException> forbidden(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && NOT_ALLOWED.equals(sql.getSQLState())) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
