package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.ConsistencyProof;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.Opening;
import dev.polar.trust.audit.bundle.BundleManifest;
import dev.polar.trust.audit.view.ViewExport;
import dev.polar.trust.audit.view.ViewFormat;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Reads what the journal wrote. Reading changes nothing and proves nothing; an export proves itself. */
public final class AuditLog {
    private final Database database;
    private final PostgresJournal journal;
    private final Supplier<Note> checkpoint;

    public AuditLog(Database database, PostgresJournal journal) {
        this(database, journal, journal::checkpoint);
    }

    /** @param checkpoint signs all that is durable, and has it cosigned */
    public AuditLog(Database database, PostgresJournal journal, Supplier<Note> checkpoint) {
        this.database = database;
        this.journal = journal;
        this.checkpoint = checkpoint;
    }

    /** The records of all nodes that the query asks for, newest first. */
    public List<AuditRecord> list(AuditQuery query) {
        return new PastRecords(database, journal)
                .page(query).stream().map(Found::record).toList();
    }

    /** One record of this node's log. */
    public Optional<AuditRecord> show(Seq seq) {
        return database.read(transaction ->
                RecordTable.body(transaction, journal.log().id(), seq.value()).map(AuditRecord::parse));
    }

    /** What the record's commitments hide, as far as it was not erased; only for eyes that may see it. */
    public List<Opening> openings(Seq seq) {
        return database.read(
                transaction -> OpeningTable.of(transaction, journal.log().id(), seq.value(), journal.masterKey()));
    }

    /**
     * What was exported.
     *
     * @param checkpoint what the log said of itself when it was exported
     */
    public record Exported(long first, long count, Checkpoint checkpoint) {}

    /**
     * Writes this node's records of that time, and all that proves them, into a directory. Memory does not depend on how
     * many there are.
     *
     * @param from inclusive; empty for the beginning
     * @param to exclusive; empty for now
     * @throws Refusal {@code USAGE} if the directory holds something, {@code AUDIT_UNAVAILABLE} or
     *     {@code DATABASE_UNAVAILABLE}
     */
    public Exported export(Path directory, Optional<Instant> from, Optional<Instant> to) {
        return export(directory, from, to, Optional.empty());
    }

    /**
     * The same, with a proof that the log only grew since.
     *
     * @param older a checkpoint of this log
     * @throws Refusal as above, {@code REQUEST_INVALID} if {@code older} is none of this log, {@code AUDIT_DAMAGED} if the
     *     records do not lead to what is signed now
     */
    public Exported export(Path directory, Optional<Instant> from, Optional<Instant> to, Optional<Note> older) {
        requireEmpty(directory);
        var note = checkpoint.get();
        var checkpoint = Checkpoint.parse(note.text());
        var grew = older.map(before -> grew(before, checkpoint));
        return database.read(transaction -> {
            var range = ExportTable.range(transaction, journal.log().id(), checkpoint.size(), from, to);
            try (var export = new LogExport(
                    directory, SegmentTable.pruned(transaction, journal.log().id()), range.first(), range.end())) {
                ExportTable.stream(transaction, journal.log().id(), checkpoint.size(), range, export);
                if (grew.isPresent()) {
                    export.grew(grew.get());
                }
                export.seal(note, journal.key());
                return new Exported(range.first(), range.end() - range.first(), checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException("the export could not be written", e);
            }
        });
    }

    private ConsistencyProof grew(Note before, Checkpoint now) {
        var older = Checkpoint.parse(before.text());
        if (!before.signedBy(journal.key()) || older.size() < 1 || older.size() > now.size()) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "the older checkpoint is of " + older.size() + " records of " + CleanText.line(older.origin())
                            + ", and not one that " + journal.key().name() + " signed on its way to " + now.size(),
                    "name an earlier export of this log, or the checkpoint in it");
        }
        return journal.tree().consistency(older.size(), now);
    }

    /**
     * What a view shows.
     *
     * @param first the first record of that time
     * @param end one more than the last
     * @param count how many of them are shown
     */
    public record Viewed(long first, long end, long count) {}

    /**
     * Writes the records of that time that the filter lets through, in a form that other tools read. Memory does not
     * depend on how many there are.
     *
     * @param version of this host
     * @throws Refusal as {@link #export}, and {@code AUDIT_DAMAGED} if a stored record is not what its leaf hash says
     */
    public Viewed view(
            Path directory,
            ViewFormat format,
            Optional<Instant> from,
            Optional<Instant> to,
            ExportFilter filter,
            String version) {
        requireEmpty(directory);
        var note = checkpoint.get();
        long size = Checkpoint.parse(note.text()).size();
        int log = journal.log().id();
        return database.read(transaction -> {
            var range = ExportTable.range(transaction, log, size, from, to);
            try (var export = new ViewExport(directory, format, journal.key().name(), version)) {
                ExportTable.view(transaction, log, range, filter, journal.masterKey(), export);
                export.seal(note, journal.key(), range.first(), range.end());
                return new Viewed(range.first(), range.end(), export.count());
            } catch (IOException e) {
                throw new UncheckedIOException("the export could not be written", e);
            }
        });
    }

    /**
     * Writes a signed bundle into a new file.
     *
     * @param version of this host
     * @param inForce more files, by name, from the times of the first record and of the last
     * @throws Refusal {@code USAGE} if the file is there or cannot be made, {@code NOT_FOUND} if there is no such record,
     *     {@code REQUEST_INVALID} if there are too many to pick out
     */
    public BundleManifest bundle(
            Path file,
            BundleQuery query,
            Instant now,
            String version,
            BiFunction<Instant, Instant, SortedMap<String, byte[]>> inForce) {
        return new Bundling(database, journal, checkpoint).write(file, query, now, version, inForce);
    }

    private static void requireEmpty(Path directory) {
        try {
            Files.createDirectories(directory);
            try (var files = Files.list(directory)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.USAGE, "cannot write to " + directory + ": " + e.getMessage(), "name another --out DIR");
        }
        throw new Refusal(Code.USAGE, directory + " is not empty", "name a new directory with --out DIR");
    }
}
