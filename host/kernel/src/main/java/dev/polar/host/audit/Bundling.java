package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.bundle.BundleManifest;
import dev.polar.trust.audit.bundle.BundleWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Makes bundles of this node's log.
 *
 * @param checkpoint signs all that is durable, and has it cosigned
 */
record Bundling(Database database, PostgresJournal journal, Supplier<Note> checkpoint) {
    /** Which records, as far as it is known before the log goes by. */
    private record Wanted(long first, long last, List<Long> numbers) {
        boolean isRange() {
            return numbers.isEmpty();
        }
    }

    BundleManifest write(
            Path file,
            BundleQuery query,
            Instant now,
            String version,
            BiFunction<Instant, Instant, SortedMap<String, byte[]>> inForce) {
        var note = checkpoint.get();
        long size = Checkpoint.parse(note.text()).size();
        var wanted = database.read(transaction -> wanted(transaction, query, size));
        // Asked outside a transaction: whoever answers reads in one of their own.
        var others = wanted.last() < wanted.first()
                ? new TreeMap<String, byte[]>()
                : inForce.apply(time(wanted.first()), time(wanted.last()));
        return database.read(transaction ->
                written(transaction, file, note, wanted, bundle -> seal(bundle, note, query, now, version, others)));
    }

    private interface Sealing {
        BundleManifest of(BundleWriter bundle) throws IOException;
    }

    private BundleManifest written(Transaction transaction, Path file, Note note, Wanted wanted, Sealing sealing) {
        int log = journal.log().id();
        long size = Checkpoint.parse(note.text()).size();
        var out = created(file);
        boolean whole = false;
        try (var bundle = new BundleWriter(out)) {
            bundle.leaves(SegmentTable.pruned(transaction, log));
            if (wanted.isRange()) {
                var range = new ExportTable.Range(wanted.first(), wanted.last() + 1);
                ExportTable.pick(transaction, log, size, range, bundle);
            } else {
                ExportTable.pick(transaction, log, size, wanted.numbers(), bundle);
            }
            var manifest = sealing.of(bundle);
            whole = true;
            return manifest;
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle could not be written", e);
        } finally {
            if (!whole) {
                drop(file);
            }
        }
    }

    private static OutputStream created(Path file) {
        try {
            return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16);
        } catch (IOException e) {
            throw new Refusal(Code.USAGE, "cannot make " + file + ": " + e, "name a new file with --out FILE");
        }
    }

    private BundleManifest seal(
            BundleWriter bundle,
            Note note,
            BundleQuery query,
            Instant now,
            String version,
            SortedMap<String, byte[]> others)
            throws IOException {
        return bundle.seal(note, journal.log().key(), journal.key(), now, version, query.about(), others);
    }

    private Wanted wanted(Transaction transaction, BundleQuery query, long size) {
        int log = journal.log().id();
        return switch (query) {
            case BundleQuery.Intent intent -> picked(ExportTable.about(transaction, log, size, intent));
            case BundleQuery.Trace trace -> picked(ExportTable.about(transaction, log, size, trace));
            case BundleQuery.Span span -> {
                var range = ExportTable.range(transaction, log, size, span.from(), span.to());
                yield new Wanted(range.first(), range.end() - 1, List.of());
            }
        };
    }

    private static Wanted picked(List<Long> numbers) {
        if (numbers.isEmpty()) {
            throw new Refusal(Code.NOT_FOUND, "this node's log has no such record", "polar audit list");
        }
        if (numbers.size() > ExportTable.MOST_PICKED) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "there are more than " + ExportTable.MOST_PICKED + " such records",
                    "name a time instead, with --from and --to");
        }
        return new Wanted(numbers.getFirst(), numbers.getLast(), numbers);
    }

    private Instant time(long seq) {
        return database.read(transaction ->
                        ExportTable.time(transaction, journal.log().id(), seq))
                .orElse(Instant.MAX);
    }

    /** What was interrupted is no bundle. */
    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
