package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import org.jdbi.v3.core.statement.Update;

/** The SQL that moves requests: each step names the state it leads from, and says whether it was taken. */
final class StepTable {
    /** Those with a call that has its outcome on record, which ends them in the same transaction while their host lives. */
    private static final String LEFT_BEHIND = "approval_use.state = 'EXECUTING' AND EXISTS (SELECT FROM audit_record"
            + " WHERE audit_record.intent = approval_use.intent AND audit_record.stage = 'OUTCOME')";

    private StepTable() {}

    /** Whoever counts this caller's open requests next waits until this transaction ends. */
    static void lockCaller(Transaction transaction, String caller) {
        transaction.handle().execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "approval " + caller);
    }

    /** Says whether it was made: another transaction may have asked for the same call meanwhile. */
    static boolean insert(Transaction transaction, String id, ApprovalRequest request, Instant now, Instant expires) {
        update(
                        transaction,
                        "UPDATE approval SET state = 'EXPIRED' WHERE digest = :digest AND state = 'PROPOSED'"
                                + " AND expires_at <= :now",
                        now)
                .bind("digest", request.digest().toString())
                .execute();
        var demand = request.demand();
        return update(
                                transaction,
                                "INSERT INTO approval (id, digest, target, plugin, content, arguments, caller, session,"
                                        + " state, created_at, changed_at, expires_at, uses_left, rule, reason, effect,"
                                        + " high_risk, approvers, quorum) VALUES (:id, :digest, :target, :plugin, :content,"
                                        + " :arguments, :caller, :session, 'PROPOSED', :now, :now, :expires, 0, :rule,"
                                        + " :reason, :effect, :highRisk, :approvers, :quorum)"
                                        + " ON CONFLICT (digest) WHERE state = 'PROPOSED' DO NOTHING",
                                now)
                        .bind("id", id)
                        .bind("digest", request.digest().toString())
                        .bind("target", request.target())
                        .bind("plugin", request.plugin())
                        .bind("content", request.content())
                        .bind("arguments", request.arguments())
                        .bind("caller", request.caller())
                        .bind("session", request.session())
                        .bind("expires", expires)
                        .bind("rule", demand.rule())
                        .bind("reason", demand.reason())
                        .bind("effect", demand.effect())
                        .bind("highRisk", demand.highRisk())
                        .bind("approvers", String.join("\n", demand.approvers().patterns()))
                        .bind("quorum", demand.approvers().quorum())
                        .execute()
                == 1;
    }

    static boolean reject(Transaction transaction, String id, Voice voice, Instant now) {
        return taken(update(
                        transaction,
                        "UPDATE approval SET state = 'REJECTED', decided_by = :by, why = :why, decided_at = :now,"
                                + " changed_at = :now WHERE id = :id AND state = 'PROPOSED' AND expires_at > :now",
                        now)
                .bind("by", voice.approver())
                .bind("why", voice.why())
                .bind("id", id));
    }

    static boolean approve(Transaction transaction, String id, String by, int uses, Instant until, Instant now) {
        return taken(update(
                        transaction,
                        "UPDATE approval SET state = 'APPROVED', decided_by = :by, uses_left = :uses, expires_at = :until,"
                                + " decided_at = :now, changed_at = :now"
                                + " WHERE id = :id AND state = 'PROPOSED' AND expires_at > :now",
                        now)
                .bind("by", by)
                .bind("uses", uses)
                .bind("until", until)
                .bind("id", id));
    }

    static boolean claim(Transaction transaction, String id, String intent, Instant now) {
        return taken(update(
                        transaction,
                        "UPDATE approval SET state = 'EXECUTING', intent = :intent, uses_left = uses_left - 1,"
                                + " running = running + 1, changed_at = :now WHERE id = :id"
                                + " AND state IN ('APPROVED', 'EXECUTING') AND uses_left > 0 AND expires_at > :now",
                        now)
                .bind("intent", intent)
                .bind("id", id));
    }

    /** A use is over; a further use left makes it approved again. */
    static boolean end(Transaction transaction, String id, ApprovalState end, Instant now) {
        return taken(update(
                        transaction,
                        "UPDATE approval SET running = running - 1, changed_at = :now, state = CASE WHEN running > 1"
                                + " THEN 'EXECUTING' WHEN uses_left > 0 THEN 'APPROVED' ELSE :end END"
                                + " WHERE id = :id AND state = 'EXECUTING' AND running > 0",
                        now)
                .bind("end", end)
                .bind("id", id));
    }

    /** What is executing goes on; nothing new begins with it. */
    static boolean end(Transaction transaction, String id, String why, Instant now) {
        return taken(update(
                        transaction,
                        "UPDATE approval SET state = CASE state WHEN 'EXECUTING' THEN state ELSE 'VOID' END, uses_left = 0,"
                                + " why = :why, changed_at = :now WHERE id = :id AND expires_at > :now"
                                + " AND (state IN ('PROPOSED', 'APPROVED') OR state = 'EXECUTING' AND uses_left > 0)",
                        now)
                .bind("why", why)
                .bind("id", id));
    }

    /** @param stuckSince whatever began to execute before then may be said to have ended */
    static boolean reconcile(
            Transaction transaction, String id, ApprovalState end, String why, Instant stuckSince, Instant now) {
        return taken(update(
                        transaction,
                        "UPDATE approval SET state = :end, uses_left = 0, running = 0, why = :why, changed_at = :now"
                                + " WHERE id = :id AND (state = 'UNKNOWN' OR state = 'EXECUTING' AND changed_at <= :since)",
                        now)
                .bind("end", end)
                .bind("why", why)
                .bind("since", stuckSince)
                .bind("id", id));
    }

    static boolean leftBehind(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM approval_use WHERE " + LEFT_BEHIND + ")")
                .mapTo(Boolean.class)
                .one();
    }

    static int abandon(Transaction transaction, Instant now) {
        return update(
                        transaction,
                        "WITH lost AS (UPDATE approval_use SET state = 'UNKNOWN', ended_at = :now WHERE " + LEFT_BEHIND
                                + " RETURNING approval) UPDATE approval SET state = 'UNKNOWN', uses_left = 0, running = 0,"
                                + " changed_at = :now WHERE id IN (SELECT approval FROM lost)",
                        now)
                .execute();
    }

    private static Update update(Transaction transaction, String sql, Instant now) {
        return transaction.handle().createUpdate(sql).bind("now", now);
    }

    private static boolean taken(Update step) {
        return step.execute() == 1;
    }
}
