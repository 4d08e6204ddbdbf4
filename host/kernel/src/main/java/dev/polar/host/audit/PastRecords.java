package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The records of all logs of the installation, as people look for them: page by page, one with all that belongs to it, and
 * those that come. Reading changes nothing and proves nothing.
 */
public final class PastRecords {
    /** How many records of one trace are shown. */
    public static final int MOST_TOGETHER = 1_000;

    private final Database database;
    private final PostgresJournal journal;

    public PastRecords(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** The newest of those that the query asks for, newest first. */
    public List<Found> page(AuditQuery query) {
        var fitting = Fitting.of(query, journal.masterKey());
        return database.read(transaction -> {
            var found = new ArrayList<Found>();
            for (var log : logs(transaction, query)) {
                found.addAll(QueryTable.newest(transaction, span(transaction, log, query), fitting, query.limit()));
            }
            found.sort(Comparator.comparing(Found::cursor, Cursor.OLDEST_FIRST).reversed());
            return List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
        });
    }

    /** How a record of this host's log is called there: its number, and of another's the log's number before it. */
    public String place(Found found) {
        var seq = found.record().position().seq();
        return found.log() == journal.log().id() ? Long.toString(seq) : found.log() + "/" + seq;
    }

    /**
     * One record.
     *
     * @param name its number in this host's log, {@code LOG/NUMBER} of another, or an intent, whose first record it is
     * @throws Refusal {@code NOT_FOUND}
     */
    public Found one(String name) {
        return database.read(transaction -> find(transaction, name))
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "no record '" + CleanText.line(name) + "'",
                        "polar audit list shows numbers under SEQ and intents under INTENT"));
    }

    private Optional<Found> find(Transaction transaction, String name) {
        if (name.matches("[0-9]{1,15}")) {
            return QueryTable.one(transaction, journal.log().id(), Long.parseLong(name));
        }
        if (name.matches("[0-9]{1,9}/[0-9]{1,15}")) {
            var parts = name.split("/");
            return QueryTable.one(transaction, Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }
        return name.indexOf('\0') < 0 ? QueryTable.ofIntent(transaction, name) : Optional.empty();
    }

    /**
     * What belongs to it, on whatever node, oldest first and at most {@link #MOST_TOGETHER}: its whole trace and intent; of
     * a record with neither, all about its approval; else itself alone.
     */
    public List<Found> together(Found found) {
        var json = found.record().json();
        var trace = text(json, "trace").map(Prepared::traceId).orElse("");
        var intent = text(json, "intent").orElse("");
        if (!trace.isEmpty() || !intent.isEmpty()) {
            return database.read(
                    transaction -> QueryTable.together(transaction, clean(trace), clean(intent), MOST_TOGETHER));
        }
        return approval(json)
                .map(approval -> database.read(
                        transaction -> QueryTable.ofApproval(transaction, clean(approval), MOST_TOGETHER)))
                .orElse(List.of(found));
    }

    /**
     * Records that came, oldest first, and how far that is.
     *
     * @param positions of each log how many records were looked at; a log that is not named is new
     */
    public record Tail(List<Found> records, Map<Integer, Long> positions) {
        public Tail {
            records = List.copyOf(records);
            positions = Map.copyOf(positions);
        }
    }

    /** The newest records that the query asks for, and the end of each log. */
    public Tail newest(AuditQuery query) {
        var ends = database.read(PastRecords::ends);
        var page = page(query).stream()
                .filter(found -> found.record().position().seq() < ends.getOrDefault(found.log(), 0L))
                .toList();
        return new Tail(page.reversed(), ends);
    }

    /** What has come since; of very many, the first. Numbers have no gaps, so nothing is missed and nothing comes twice. */
    public Tail since(Map<Integer, Long> positions, AuditQuery query) {
        var fitting = Fitting.of(query, journal.masterKey());
        return database.read(transaction -> {
            var seen = new TreeMap<>(positions);
            var came = new ArrayList<Found>();
            var ends = ends(transaction);
            for (var log : logs(transaction, query)) {
                long end = ends.getOrDefault(log, 0L);
                var span = new QueryTable.Span(log, seen.getOrDefault(log, 0L), end);
                var fresh = QueryTable.oldest(transaction, span, fitting, query.limit());
                came.addAll(fresh);
                seen.put(
                        log,
                        fresh.size() < query.limit()
                                ? end
                                : fresh.getLast().record().position().seq() + 1);
            }
            came.sort(Comparator.comparing(Found::cursor, Cursor.OLDEST_FIRST));
            return new Tail(came, seen);
        });
    }

    private static Map<Integer, Long> ends(Transaction transaction) {
        return QueryTable.logs(transaction).stream()
                .collect(Collectors.toMap(QueryTable.Log::id, log -> QueryTable.size(transaction, log.id())));
    }

    private static List<Integer> logs(Transaction transaction, AuditQuery query) {
        return QueryTable.logs(transaction).stream()
                .filter(log -> query.is(AuditField.NODE).map(log.node()::equals).orElse(true))
                .map(QueryTable.Log::id)
                .toList();
    }

    /** Times never decrease along a log, so a span of time is a span of numbers. */
    private static QueryTable.Span span(Transaction transaction, int log, AuditQuery query) {
        long first = query.from()
                .map(time -> CallTable.firstAt(transaction, log, time))
                .orElse(0L);
        long end = query.to()
                .map(time -> CallTable.firstAt(transaction, log, time))
                .orElse(Long.MAX_VALUE);
        long before =
                query.before().map(cursor -> end(transaction, log, cursor)).orElse(Long.MAX_VALUE);
        return new QueryTable.Span(log, first, Math.min(end, before));
    }

    /** Where that log's records begin to be on a page that the reader has seen. */
    private static long end(Transaction transaction, int log, Cursor seen) {
        if (log == seen.log()) {
            return seen.seq();
        }
        return CallTable.firstAt(
                transaction, log, log < seen.log() ? seen.time().plusNanos(1_000) : seen.time());
    }

    private static Optional<String> approval(JsonObject json) {
        return text(json, "approval")
                .or(() -> json.get("facts") instanceof JsonObject facts ? text(facts, "approval") : Optional.empty());
    }

    private static Optional<String> text(JsonObject json, String key) {
        return json.get(key) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private static String clean(String text) {
        return text.replace('\0', '\ufffd');
    }
}
