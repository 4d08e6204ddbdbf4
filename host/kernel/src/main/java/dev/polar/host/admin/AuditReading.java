package dev.polar.host.admin;

import dev.polar.adminapi.AuditDetail;
import dev.polar.adminapi.AuditPerson;
import dev.polar.adminapi.AuditRow;
import dev.polar.adminapi.AuditTail;
import dev.polar.host.audit.AuditField;
import dev.polar.host.audit.AuditQuery;
import dev.polar.host.audit.Cursor;
import dev.polar.host.audit.Openings;
import dev.polar.host.audit.PastRecords;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.Opening;
import dev.polar.trust.audit.Stage;
import dev.polar.trust.text.CleanText;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The log as an operator reads it: {@code polar audit list}, {@code show} and {@code tail}. */
final class AuditReading {
    private static final int MOST = 10_000;
    private static final String AFTER = "[0-9]{1,9}:[0-9]{1,15}(,[0-9]{1,9}:[0-9]{1,15}){0,999}";

    private final PastRecords records;
    private final Openings openings;
    private final AuditRows rows;

    AuditReading(PastRecords records, Openings openings) {
        this.records = records;
        this.openings = openings;
        this.rows = new AuditRows(records);
    }

    List<AuditRow> list(Map<String, String> query) {
        return records.page(query(query)).stream().map(rows::row).toList();
    }

    AuditDetail show(Map<String, String> query) {
        var found = records.one(query.getOrDefault("name", ""));
        var together = records.together(found);
        return new AuditDetail(
                rows.row(found),
                found.origin(),
                openings.of(found).stream().map(Opening::field).toList(),
                together.stream().map(rows::row).toList(),
                together.size() == PastRecords.MOST_TOGETHER);
    }

    /** The newest, or what came {@code after} an earlier answer. */
    AuditTail tail(Map<String, String> query) {
        var asked = query(query);
        var tail = text(query, "after")
                .map(after -> records.since(positions(after), asked))
                .orElseGet(() -> records.newest(asked));
        return new AuditTail(
                tail.records().stream().map(rows::row).toList(),
                new TreeMap<>(tail.positions())
                        .entrySet().stream()
                                .map(log -> log.getKey() + ":" + log.getValue())
                                .collect(Collectors.joining(",")));
    }

    AuditPerson person(Map<String, String> query) {
        return new AuditPerson(openings.pseudonym(query.getOrDefault("name", "")));
    }

    private static AuditQuery query(Map<String, String> query) {
        return new AuditQuery(
                time(query, "from"),
                time(query, "to"),
                fields(query),
                text(query, "before").map(Cursor::parse),
                limit(query));
    }

    private static Map<AuditField, String> fields(Map<String, String> query) {
        var fields = new EnumMap<AuditField, String>(AuditField.class);
        for (var field : AuditField.values()) {
            text(query, field.label()).ifPresent(value -> fields.put(field, value(field, value)));
        }
        // A tool is its plugin's, and plugins have a column.
        text(query, "tool")
                .map(tool -> tool.substring(0, Math.max(0, tool.indexOf('/'))))
                .filter(plugin -> !plugin.isEmpty())
                .ifPresent(plugin -> fields.putIfAbsent(AuditField.PLUGIN, plugin));
        return fields;
    }

    private static String value(AuditField field, String value) {
        return switch (field) {
            case DECISION -> one(field, value, Decision.values()).toUpperCase(Locale.ROOT);
            case STAGE -> one(field, value, Stage.values()).toUpperCase(Locale.ROOT);
            case CATEGORY -> one(field, value, Category.values());
            case CODE -> value.toUpperCase(Locale.ROOT);
            case ACTION, PLUGIN, CALLER, TRACE, INTENT, APPROVAL, TOOL, SESSION, NODE -> value;
        };
    }

    private static String one(AuditField field, String value, Enum<?>[] of) {
        var names = Arrays.stream(of)
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
        var named = value.toLowerCase(Locale.ROOT);
        if (!names.contains(named)) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "a " + field.label() + " is not '" + CleanText.line(value) + "'",
                    "one of " + String.join(", ", names));
        }
        return named;
    }

    private static Map<Integer, Long> positions(String after) {
        if (!after.matches(AFTER)) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(after) + "' is no place where an answer ended",
                    "ask with 'after' as the last answer had it");
        }
        return Arrays.stream(after.split(","))
                .map(log -> log.split(":"))
                .collect(Collectors.toMap(
                        log -> Integer.parseInt(log[0]), log -> Long.parseLong(log[1]), (one, other) -> other));
    }

    private static Optional<String> text(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).filter(text -> !text.isBlank());
    }

    private static Optional<Instant> time(Map<String, String> query, String name) {
        return AuditViews.parsed(query.getOrDefault(name, ""), name);
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
