package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of counting calls. */
final class CallCountTable {
    private CallCountTable() {}

    static long records(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT coalesce(sum(newest + 1), 0) FROM"
                        + " (SELECT max(seq) AS newest FROM audit_record GROUP BY log) AS logs")
                .mapTo(Long.class)
                .one();
    }

    static Optional<Instant> lastCall(Transaction transaction, String client) {
        return transaction
                .handle()
                .createQuery("SELECT max(time) FROM audit_record WHERE caller = :client AND caller_kind = 'client'")
                .bind("client", client)
                .mapTo(Instant.class)
                .findOne();
    }

    /** The code is taken from the text: PostgreSQL's own JSON cannot hold U+0000, and records can. */
    static List<CallCounts.Count> lastDay(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT plugin, count(*) FILTER (WHERE stage = 'OUTCOME' OR decision <> 'ALLOW') AS calls,"
                        + " count(*) FILTER (WHERE decision = 'DENY') AS denied,"
                        + " (array_agg(substring(convert_from(body, 'UTF8') FROM '\"errorCode\":\"([A-Z_]+)\"')"
                        + " ORDER BY time DESC)"
                        + " FILTER (WHERE decision = 'DENY'))[1] AS last_error"
                        + " FROM audit_record WHERE category = 'call' AND plugin IS NOT NULL"
                        + " AND time > now() - interval '1 day' GROUP BY plugin")
                .map((row, context) -> new CallCounts.Count(
                        row.getString("plugin"),
                        row.getLong("calls"),
                        row.getLong("denied"),
                        row.getString("last_error") == null ? "" : row.getString("last_error")))
                .list();
    }
}
