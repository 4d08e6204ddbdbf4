package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** The SQL that reads approval requests. What has run out by {@code :now} is read as such. */
final class ApprovalTable {
    private static final String ROWS = "SELECT id, digest, target, plugin, content, arguments, caller, session,"
            + " CASE WHEN state IN ('PROPOSED', 'APPROVED') AND expires_at <= :now THEN 'EXPIRED' ELSE state END AS state,"
            + " created_at, expires_at, uses_left, rule, reason, effect, high_risk, approvers AS patterns, quorum,"
            + " coalesce(decided_by, '') AS decided_by, why, changed_at FROM approval ";

    private ApprovalTable() {}

    /** What needs somebody first, then what waits, then the rest; the newest first. */
    static List<ApprovalRow> recent(Transaction transaction, Instant since, Instant now) {
        return rows(query(
                        transaction,
                        "WHERE state IN ('EXECUTING', 'UNKNOWN') OR (state IN ('PROPOSED', 'APPROVED') AND expires_at > :now)"
                                + " OR changed_at > :since OR (expires_at > :since AND expires_at <= :now)"
                                + " ORDER BY CASE state WHEN 'UNKNOWN' THEN 0 WHEN 'EXECUTING' THEN 1 WHEN 'PROPOSED' THEN 2"
                                + " WHEN 'APPROVED' THEN 3 ELSE 4 END, created_at DESC LIMIT 200",
                        now)
                .bind("since", since));
    }

    /** Those that wait or may be used. */
    static List<ApprovalRow> open(Transaction transaction, Instant now) {
        return rows(query(
                transaction,
                "WHERE state IN ('PROPOSED', 'APPROVED', 'EXECUTING') AND expires_at > :now"
                        + " AND (state = 'PROPOSED' OR uses_left > 0) ORDER BY created_at",
                now));
    }

    static Optional<ApprovalRow> find(Transaction transaction, String id, Instant now) {
        return query(transaction, "WHERE id = :id", now)
                .bind("id", id)
                .map(ConstructorMapper.of(ApprovalRow.class))
                .findOne();
    }

    /** The same, that nobody else changes before this transaction ends. */
    static Optional<ApprovalRow> hold(Transaction transaction, String id, Instant now) {
        return query(transaction, "WHERE id = :id FOR UPDATE", now)
                .bind("id", id)
                .map(ConstructorMapper.of(ApprovalRow.class))
                .findOne();
    }

    static List<ApprovalRow> usable(Transaction transaction, String digest, Instant now) {
        return rows(query(
                        transaction,
                        "WHERE digest = :digest AND state IN ('APPROVED', 'EXECUTING') AND uses_left > 0"
                                + " AND expires_at > :now ORDER BY created_at",
                        now)
                .bind("digest", digest));
    }

    static Optional<String> waiting(Transaction transaction, String digest, Instant now) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT id FROM approval WHERE digest = :digest AND state = 'PROPOSED' AND expires_at > :now")
                .bind("digest", digest)
                .bind("now", now)
                .mapTo(String.class)
                .findOne();
    }

    static int countOpen(Transaction transaction, String caller, Instant now) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT count(*) FROM approval WHERE caller = :caller AND state = 'PROPOSED' AND expires_at > :now")
                .bind("caller", caller)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    /** Those among these that wait no more. */
    static List<String> settled(Transaction transaction, Collection<String> ids, Instant now) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT id FROM approval WHERE id = ANY(:ids) AND (state <> 'PROPOSED' OR expires_at <= :now)")
                .bindArray("ids", String.class, ids)
                .bind("now", now)
                .mapTo(String.class)
                .list();
    }

    /** Every request a person decided since then, in the order of their decisions. */
    static List<Decision> decided(Transaction transaction, Instant since) {
        return transaction
                .handle()
                .createQuery("SELECT target, plugin, content, caller, rule, effect,"
                        + " state NOT IN ('REJECTED', 'FAILED', 'UNKNOWN', 'VOID') AND NOT EXISTS (SELECT FROM approval_use"
                        + " WHERE approval_use.approval = approval.id AND approval_use.state IN ('FAILED', 'UNKNOWN'))"
                        + " AS good FROM approval WHERE decided_at > :since ORDER BY decided_at, id")
                .bind("since", since)
                .map(ConstructorMapper.of(Decision.class))
                .list();
    }

    /** What a person said no to since then. */
    static Set<Rejected> rejected(Transaction transaction, Instant since) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT DISTINCT caller, target FROM approval WHERE state = 'REJECTED' AND decided_at > :since")
                .bind("since", since)
                .map((row, context) ->
                        new Rejected(Decision.originator(row.getString("caller")), row.getString("target")))
                .set();
    }

    private static Query query(Transaction transaction, String where, Instant now) {
        return transaction.handle().createQuery(ROWS + where).bind("now", now);
    }

    private static List<ApprovalRow> rows(Query query) {
        return query.map(ConstructorMapper.of(ApprovalRow.class)).list();
    }
}
