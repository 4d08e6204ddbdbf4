package dev.polar.host.admin;

import static java.util.stream.Collectors.joining;

import dev.polar.adminapi.ExportCopy;
import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.Exported;
import dev.polar.adminapi.SinkRow;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.ExportFilter;
import dev.polar.host.audit.Journal;
import dev.polar.host.sink.SinkStanding;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.view.ViewFormat;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log as an operator exports it. */
final class AuditViews {
    private static final long MOST_COPIED = 64L << 20;

    private final AuditLog log;
    private final Journal journal;
    private final String origin;
    private final String version;

    /** @param version of this host */
    AuditViews(AuditLog log, Journal journal, String origin, String version) {
        this.log = log;
        this.journal = journal;
        this.origin = origin;
        this.version = version;
    }

    /** How far the sinks of plugins have come. */
    static List<SinkRow> sinks(List<SinkStanding> standings) {
        return standings.stream()
                .map(sink -> new SinkRow(
                        sink.sink(),
                        sink.log(),
                        sink.next(),
                        sink.behind(),
                        sink.why().map(Refusal::toString).orElse("")))
                .toList();
    }

    /** Writes the export as the host's own user; that it was made is a record. */
    Exported export(ExportRequest request, Asker asker) {
        var directory = Path.of(request.directory());
        if (!directory.isAbsolute()) {
            throw new Refusal(Code.REQUEST_INVALID, "the directory is not absolute: " + directory, "--out DIR");
        }
        return export(request, directory, asker);
    }

    private Exported export(ExportRequest request, Path directory, Asker asker) {
        var from = parsed(request.from(), "from");
        var to = parsed(request.to(), "to");
        var filter = filter(request);
        var older = named(request.older()).map(AuditViews::note);
        if (request.format().equals("jsonl")) {
            if (!filter.equals(ExportFilter.ALL)) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "jsonl proves that nothing is missing, so it cannot leave records out",
                        "polar audit bundle --trace ID proves single records; or choose another --format");
            }
            recordExport(request, directory, asker);
            var made = log.export(directory, from, to, older);
            long last = made.first() + made.count() - 1;
            return new Exported(directory.toString(), made.count(), made.first(), last, origin);
        }
        if (older.isPresent()) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "only jsonl proves that the log grew", "--older goes with --format jsonl");
        }
        var format = ViewFormat.named(request.format())
                .orElseThrow(() -> new Refusal(
                        Code.REQUEST_INVALID,
                        "there is no format '" + CleanText.line(request.format()) + "'",
                        "--format jsonl, " + ViewFormat.names()));
        recordExport(request, directory, asker);
        var made = log.view(directory, format, from, to, filter, version);
        return new Exported(directory.toString(), made.count(), made.first(), made.end() - 1, origin);
    }

    /** That it was asked for is durable before anything is written. */
    private void recordExport(ExportRequest request, Path directory, Asker asker) {
        journal.append(Draft.of(Category.AUDIT, "export")
                .caller(asker.caller(), asker.auth())
                .allowed()
                .fact("directory", directory.toString())
                .fact("format", request.format()));
    }

    private static ExportFilter filter(ExportRequest request) {
        return Optional.ofNullable(request.filter())
                .map(asked -> new ExportFilter(
                        named(asked.plugin()),
                        named(asked.caller()),
                        named(asked.trace()),
                        named(asked.decision()).map(AuditViews::decision),
                        named(asked.category()).map(AuditViews::category)))
                .orElse(ExportFilter.ALL);
    }

    private static Optional<String> named(@Nullable String text) {
        return Optional.ofNullable(text).filter(said -> !said.isBlank());
    }

    private static Category category(String text) {
        return Category.named(text)
                .orElseThrow(() -> new Refusal(
                        Code.REQUEST_INVALID,
                        "there is no category '" + CleanText.line(text) + "'",
                        "one of "
                                + Arrays.stream(Category.values())
                                        .map(Category::text)
                                        .collect(joining(", "))));
    }

    /** The same for who is elsewhere, as one answer. */
    ExportCopy copy(ExportRequest request, Asker asker) {
        try (var scratch = Scratch.make()) {
            var exported = export(request, scratch.directory(), asker);
            return new ExportCopy(exported, scratch.texts(MOST_COPIED));
        } catch (IOException e) {
            throw new Refusal(Code.INTERNAL, "the export cannot be copied: " + e, "the host's log has the cause");
        }
    }

    private static Note note(String text) {
        try {
            var note = Note.parse(text);
            Checkpoint.parse(note.text());
            return note;
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "the older checkpoint is none: " + CleanText.line(String.valueOf(e.getMessage())),
                    "--older names an earlier export, or the file 'checkpoint' in it");
        }
    }

    static Optional<Instant> parsed(@Nullable String text, String name) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID, name + " is not a time: '" + text + "'", "write 2026-11-21T08:00:00Z");
        }
    }

    private static Decision decision(String text) {
        try {
            return Decision.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.REQUEST_INVALID, "a decision is allow, ask or deny, not '" + text + "'", "");
        }
    }
}
