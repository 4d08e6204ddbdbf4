package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.OwnerOnly;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * This node's log as files: each whole segment once, an export that proves itself, whose digest is on record. A segment is
 * pruned only if its file still does.
 */
public final class Archives {
    private final Database database;
    private final PostgresJournal journal;
    private final Path directory;
    private final Supplier<Note> checkpoint;

    public Archives(Database database, PostgresJournal journal, Path directory) {
        this(database, journal, directory, journal::checkpoint);
    }

    /**
     * Archives of this node's log.
     *
     * @param directory where files go; those made before stay where they are
     * @param checkpoint signs all that is durable, and has it cosigned
     */
    public Archives(Database database, PostgresJournal journal, Path directory, Supplier<Note> checkpoint) {
        this.database = database;
        this.journal = journal;
        this.directory = directory;
        this.checkpoint = checkpoint;
    }

    /** A segment and its file. */
    public record Archived(
            Segment segment, Path file, String digest, long bytes, Instant since, Instant until, boolean pruned) {}

    /** Where files go. */
    public Path directory() {
        return directory;
    }

    /** What was archived, oldest first. */
    public List<Archived> list() {
        return rows().stream().flatMap(row -> archived(row).stream()).toList();
    }

    /** Whole segments that were not archived yet. */
    public List<Segment> waiting() {
        return rows().stream()
                .filter(row -> row.whole() && row.copy().isEmpty())
                .map(SegmentTable.Row::segment)
                .toList();
    }

    /**
     * Archives every whole segment that has no file, or whose file is gone while its records are still there. Each is
     * verified before it counts.
     *
     * @param by adds to a record who wants it
     * @return what was made now
     */
    public synchronized List<Archived> make(UnaryOperator<Draft> by) {
        var due = rows().stream().filter(Archives::isDue).toList();
        if (!due.isEmpty()) {
            checkpoint.get();
        }
        var made = new ArrayList<Archived>();
        for (var row : due) {
            made.add(made(row, by));
        }
        return made;
    }

    private static boolean isDue(SegmentTable.Row row) {
        return row.whole()
                && !row.pruned()
                && row.copy().filter(copy -> Files.exists(copy.file())).isEmpty();
    }

    /** What is wrong with the file; empty if it proves every record of the segment under the log's own key. */
    public Optional<String> fault(Segment segment) {
        return rows().stream()
                .filter(row -> row.segment().equals(segment))
                .findFirst()
                .flatMap(row ->
                        row.copy().map(copy -> fault(row, copy.file())).orElse(Optional.of("it was never archived")));
    }

    List<SegmentTable.Row> rows() {
        return database.read(transaction -> SegmentTable.of(transaction, journal.node()));
    }

    static Optional<String> fault(SegmentTable.Row row, Path file) {
        try {
            return switch (LogVerifier.verify(file, Optional.of(NoteKey.parse(row.vkey())), Optional.empty())) {
                case LogVerdict.Proven proven ->
                    proven.first() == row.segment().first()
                                    && proven.first() + proven.count()
                                            == row.segment().after()
                            ? Optional.empty()
                            : Optional.of("it is of other records");
                case LogVerdict other -> Optional.of(other.line());
            };
        } catch (Refusal refusal) {
            return Optional.of(refusal.getMessage());
        }
    }

    private Archived made(SegmentTable.Row row, UnaryOperator<Draft> by) {
        var segment = row.segment();
        var file = directory.resolve(name(segment));
        var half = directory.resolve("." + file.getFileName() + ".part");
        try {
            OwnerOnly.directory(directory);
            try (var writer = new ArchiveWriter(half, segment, before(segment))) {
                var copy = write(writer, row, file);
                var fault = fault(row, half);
                if (fault.isPresent()) {
                    throw new Refusal(
                            Code.AUDIT_DAMAGED,
                            "records " + segment.range() + " of " + segment.origin() + " are not archived: "
                                    + fault.get(),
                            "keep a backup of the database as it is; polar audit export --out DIR, then polar audit"
                                    + " verify DIR names the first bad record");
                }
                Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
                try (var names = FileChannel.open(directory)) {
                    names.force(true);
                }
                record(by, segment, copy, writer.tree());
                return new Archived(
                        segment, file, copy.digest().toString(), copy.bytes(), copy.since(), copy.until(), false);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "the archive cannot be written: " + e,
                    "check the space and owner of " + directory + ", or name another with audit.archive");
        }
    }

    private ArchiveTable.Copy write(ArchiveWriter writer, SegmentTable.Row row, Path file) throws IOException {
        var segment = row.segment();
        try {
            return database.read(transaction -> writer.write(
                    transaction,
                    ArchiveTable.covering(transaction, segment.log(), segment.after())
                            .orElseThrow(),
                    row.vkey(),
                    file));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private CompactRange before(Segment segment) {
        return segment.first() == 0
                ? new CompactRange(0)
                : database.read(transaction -> ArchiveTable.tree(transaction, segment.log(), segment.first()));
    }

    private void record(UnaryOperator<Draft> by, Segment segment, ArchiveTable.Copy copy, CompactRange tree) {
        journal.append(
                by.apply(Draft.of(Category.AUDIT, "archive"))
                        .allowed()
                        .fact("log", segment.origin())
                        .fact("first", segment.first())
                        .fact("last", segment.after() - 1)
                        .fact("file", copy.file().toString())
                        .fact("digest", copy.digest().toString())
                        .fact("bytes", copy.bytes()),
                (transaction, seq) -> {
                    ArchiveTable.insert(transaction, segment, copy, tree);
                    return seq;
                });
    }

    static Optional<Archived> archived(SegmentTable.Row row) {
        return row.copy()
                .map(copy -> new Archived(
                        row.segment(),
                        copy.file(),
                        copy.digest().toString(),
                        copy.bytes(),
                        copy.since(),
                        copy.until(),
                        row.pruned()));
    }

    /** Such as {@code lhGYBP5RnkDR-1-000000065536.zip}: node, log, first record. */
    private static String name(Segment segment) {
        var parts = segment.origin().split("/");
        return parts[parts.length - 2] + "-" + parts[parts.length - 1] + "-" + "%012d".formatted(segment.first())
                + ".zip";
    }
}
