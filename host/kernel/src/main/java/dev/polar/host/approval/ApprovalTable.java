package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The SQL of approval requests. */
final class ApprovalTable {
    private static final String COLUMNS =
            "id, digest, target, plugin, arguments, caller, session, state, created_at, expires_at, uses_left";

    /** Those whose call has its outcome on record, which ends them in the same transaction while their host lives. */
    private static final String LEFT_BEHIND = "state = 'EXECUTING' AND EXISTS (SELECT FROM audit_record"
            + " WHERE audit_record.intent = approval.intent AND audit_record.stage = 'OUTCOME')";

    private ApprovalTable() {}

    static List<ApprovalRow> recent(Transaction transaction, Instant since, Instant now) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS
                        + " FROM approval WHERE (state IN ('PROPOSED', 'APPROVED') AND expires_at > :now)"
                        + " OR state = 'EXECUTING' OR created_at > :since ORDER BY created_at DESC LIMIT 200")
                .bind("since", since)
                .bind("now", now)
                .map(ConstructorMapper.of(ApprovalRow.class))
                .list();
    }

    static Optional<ApprovalRow> find(Transaction transaction, String id) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM approval WHERE id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(ApprovalRow.class))
                .findOne();
    }

    static Optional<String> usable(Transaction transaction, String digest, Instant now) {
        return transaction
                .handle()
                .createQuery("SELECT id FROM approval WHERE digest = :digest AND state = 'APPROVED' AND uses_left > 0"
                        + " AND expires_at > :now ORDER BY created_at LIMIT 1")
                .bind("digest", digest)
                .bind("now", now)
                .mapTo(String.class)
                .findOne();
    }

    static Optional<String> waiting(Transaction transaction, String digest, Instant now) {
        return transaction
                .handle()
                .createQuery(
                        "SELECT id FROM approval WHERE digest = :digest AND state = 'PROPOSED' AND expires_at > :now LIMIT 1")
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

    static void insert(Transaction transaction, String id, ApprovalRequest request, Instant now, Instant expires) {
        transaction
                .handle()
                .createUpdate(
                        "INSERT INTO approval (id, digest, target, plugin, content, arguments, caller, session, state,"
                                + " created_at, expires_at, uses_left) VALUES (:id, :digest, :target, :plugin, :content, :arguments,"
                                + " :caller, :session, 'PROPOSED', :now, :expires, 0)")
                .bind("id", id)
                .bind("digest", request.digest().toString())
                .bind("target", request.target())
                .bind("plugin", request.plugin())
                .bind("content", request.content())
                .bind("arguments", request.arguments())
                .bind("caller", request.caller())
                .bind("session", request.session())
                .bind("now", now)
                .bind("expires", expires)
                .execute();
    }

    static boolean decide(
            Transaction transaction, String id, ApprovalState to, String by, int uses, Instant until, Instant now) {
        return transaction
                        .handle()
                        .createUpdate(
                                "UPDATE approval SET state = :to, decided_by = :by, uses_left = :uses, expires_at = :until"
                                        + " WHERE id = :id AND state = 'PROPOSED' AND expires_at > :now")
                        .bind("to", to)
                        .bind("by", by)
                        .bind("uses", uses)
                        .bind("until", until)
                        .bind("id", id)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static boolean claim(Transaction transaction, String id, String intent, Instant now) {
        return transaction
                        .handle()
                        .createUpdate(
                                "UPDATE approval SET state = 'EXECUTING', intent = :intent, uses_left = uses_left - 1"
                                        + " WHERE id = :id AND state = 'APPROVED' AND uses_left > 0 AND expires_at > :now")
                        .bind("intent", intent)
                        .bind("id", id)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** A use is over; a further use left makes it approved again. */
    static boolean end(Transaction transaction, String id, ApprovalState end) {
        return transaction
                        .handle()
                        .createUpdate(
                                "UPDATE approval SET state = CASE WHEN uses_left > 0 THEN 'APPROVED' ELSE :end END"
                                        + " WHERE id = :id AND state = 'EXECUTING'")
                        .bind("end", end)
                        .bind("id", id)
                        .execute()
                == 1;
    }

    static boolean leftBehind(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM approval WHERE " + LEFT_BEHIND + ")")
                .mapTo(Boolean.class)
                .one();
    }

    static int abandon(Transaction transaction) {
        return transaction
                .handle()
                .execute("UPDATE approval SET state = 'UNKNOWN', uses_left = 0 WHERE " + LEFT_BEHIND);
    }
}
