package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** The SQL of reading records: of one log from either end of a span, and of all logs by what belongs together. */
final class QueryTable {
    private static final String COLUMNS =
            "SELECT r.log, l.origin, r.caller, r.body FROM audit_record r" + " JOIN audit_log l ON l.id = r.log ";
    private static final int AT_ONCE = 1_000;
    private static final RowMapper<Found> FOUND = (row, context) -> new Found(
            row.getInt("log"),
            row.getString("origin"),
            Optional.ofNullable(row.getString("caller")).orElse(""),
            AuditRecord.parse(row.getBytes("body")));

    private QueryTable() {}

    /** A log, and whose it is. */
    record Log(int id, String node) {}

    static List<Log> logs(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT id, node FROM audit_log ORDER BY id")
                .map((row, context) -> new Log(row.getInt("id"), row.getString("node")))
                .list();
    }

    /** How many records the log has had. */
    static long size(Transaction transaction, int log) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(max(seq) + 1, 0) FROM audit_record WHERE log = :log")
                .bind("log", log)
                .mapTo(Long.class)
                .one();
    }

    /** The numbers [first, end) of a log. */
    record Span(int log, long first, long end) {}

    /** From the end of the span on back. */
    static List<Found> newest(Transaction transaction, Span span, Fitting fitting, int limit) {
        return read(transaction, span, fitting, limit, true);
    }

    /** From the beginning of the span on. */
    static List<Found> oldest(Transaction transaction, Span span, Fitting fitting, int limit) {
        return read(transaction, span, fitting, limit, false);
    }

    private static List<Found> read(Transaction transaction, Span span, Fitting fitting, int limit, boolean backwards) {
        var found = new ArrayList<Found>();
        var rest = span;
        int asked = Math.min(limit, AT_ONCE);
        while (found.size() < limit) {
            var page = page(transaction, rest, fitting, asked, backwards);
            page.stream()
                    .filter(one -> fitting.fits(one.record()))
                    .limit(limit - found.size())
                    .forEach(found::add);
            if (page.size() < asked) {
                return found;
            }
            long last = page.getLast().record().position().seq();
            rest = backwards ? new Span(span.log(), span.first(), last) : new Span(span.log(), last + 1, span.end());
        }
        return found;
    }

    private static List<Found> page(Transaction transaction, Span span, Fitting fitting, int limit, boolean backwards) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE r.log = :log AND r.seq >= :first AND r.seq < :end " + fitting.sql()
                        + "ORDER BY r.seq " + (backwards ? "DESC" : "ASC") + " LIMIT :limit")
                .bind("log", span.log())
                .bind("first", span.first())
                .bind("end", span.end())
                .bind("limit", limit)
                .bindMap(fitting.bound())
                .map(FOUND)
                .list();
    }

    static Optional<Found> one(Transaction transaction, int log, long seq) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE r.log = :log AND r.seq = :seq")
                .bind("log", log)
                .bind("seq", seq)
                .map(FOUND)
                .findOne();
    }

    /** The first record of an intent. */
    static Optional<Found> ofIntent(Transaction transaction, String intent) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE r.intent = :intent ORDER BY r.time, r.log, r.seq LIMIT 1")
                .bind("intent", intent)
                .map(FOUND)
                .findOne();
    }

    /** Everything of a trace or an intent, on whatever node, oldest first. */
    static List<Found> together(Transaction transaction, String trace, String intent, int limit) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE r.trace = nullif(:trace, '') OR r.intent = nullif(:intent, '')"
                        + " ORDER BY r.time, r.log, r.seq LIMIT :limit")
                .bind("trace", trace)
                .bind("intent", intent)
                .bind("limit", limit)
                .map(FOUND)
                .list();
    }

    /** Everything about an approval, oldest first. */
    static List<Found> ofApproval(Transaction transaction, String approval, int limit) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE r.approval = :approval ORDER BY r.time, r.log, r.seq LIMIT :limit")
                .bind("approval", approval)
                .bind("limit", limit)
                .map(FOUND)
                .list();
    }
}
