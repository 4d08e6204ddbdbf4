package dev.polar.host.admin;

import static java.util.stream.Collectors.joining;

import dev.polar.adminapi.AuditRow;
import dev.polar.adminapi.ExportCopy;
import dev.polar.adminapi.ExportRequest;
import dev.polar.adminapi.Exported;
import dev.polar.adminapi.SinkRow;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.ExportFilter;
import dev.polar.host.audit.Journal;
import dev.polar.host.sink.SinkStanding;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.view.ViewFormat;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log as an operator reads and exports it. */
final class AuditViews {
    private static final int MOST = 10_000;
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

    List<AuditRow> list(Map<String, String> query) {
        var records = log.list(new AuditQuery(
                time(query, "from"),
                time(query, "to"),
                text(query, "plugin"),
                text(query, "caller"),
                text(query, "trace"),
                text(query, "decision").map(AuditViews::decision),
                text(query, "approval"),
                limit(query)));
        return records.stream().map(AuditViews::row).toList();
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
        if (request.format().equals("jsonl")) {
            if (!filter.equals(ExportFilter.ALL)) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "jsonl proves that nothing is missing, so it cannot leave records out",
                        "polar audit bundle --trace ID proves single records; or choose another --format");
            }
            recordExport(request, directory, asker);
            var made = log.export(directory, from, to);
            long last = made.first() + made.count() - 1;
            return new Exported(directory.toString(), made.count(), made.first(), last, origin);
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

    private static AuditRow row(AuditRecord record) {
        var json = record.json();
        return new AuditRow(
                record.position().seq(),
                record.position().time().toString(),
                text(json, "action"),
                text(json, "stage"),
                text(json, "decision"),
                text(json, "reason"),
                caller(json),
                part(json, "plugin", "name"),
                text(json, "tool"),
                part(json, "plugin", "enforcement"),
                json.get("facts") instanceof JsonObject facts ? where(facts) : "",
                part(json, "policy", "rule"),
                first(text(json, "approval"), part(json, "facts", "approval")),
                first(part(json, "plugin", "digest"), part(json, "facts", "content")),
                text(json, "intent"),
                text(json, "trace"),
                new String(record.bytes(), StandardCharsets.UTF_8));
    }

    private static String where(JsonObject facts) {
        var bytes = facts.get("sent") instanceof JsonNumber sent && facts.get("received") instanceof JsonNumber received
                ? ", " + sent + " bytes out, " + received + " in"
                : "";
        return text(facts, "destination") + bytes;
    }

    private static String caller(JsonObject json) {
        return json.get("caller") instanceof JsonObject caller
                ? text(caller, "kind") + (text(caller, "id").isEmpty() ? "" : ":" + text(caller, "id"))
                : "";
    }

    private static String part(JsonObject json, String field, String name) {
        return json.get(field) instanceof JsonObject object ? text(object, name) : "";
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private static String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? text.getString() : "";
    }

    private static Optional<String> text(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).filter(text -> !text.isBlank());
    }

    private static Optional<Instant> time(Map<String, String> query, String name) {
        return parsed(query.getOrDefault(name, ""), name);
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

    private static int limit(Map<String, String> query) {
        var text = query.getOrDefault("limit", "50");
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MOST) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "a limit is a number from 1 to " + MOST + ", not '" + text + "'", "");
        }
        return Integer.parseInt(text);
    }
}
