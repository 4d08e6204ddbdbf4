package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The SQL of the calls that used an approval. */
final class UseTable {
    private UseTable() {}

    static void begin(Transaction transaction, String id, String intent, Instant now) {
        transaction
                .handle()
                .createUpdate("INSERT INTO approval_use (intent, approval, state, started_at)"
                        + " VALUES (:intent, :id, 'EXECUTING', :now)")
                .bind("intent", intent)
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    static boolean end(Transaction transaction, String intent, ApprovalState end, Instant now) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE approval_use SET state = :end, ended_at = :now"
                                + " WHERE intent = :intent AND state = 'EXECUTING'")
                        .bind("end", end)
                        .bind("now", now)
                        .bind("intent", intent)
                        .execute()
                == 1;
    }

    static void endAll(Transaction transaction, String id, ApprovalState end, Instant now) {
        transaction
                .handle()
                .createUpdate("UPDATE approval_use SET state = :end, ended_at = :now"
                        + " WHERE approval = :id AND state IN ('EXECUTING', 'UNKNOWN')")
                .bind("end", end)
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    /** In the order in which they began. */
    static List<ApprovalUse> of(Transaction transaction, String id) {
        return transaction
                .handle()
                .createQuery("SELECT intent, state, started_at FROM approval_use WHERE approval = :id"
                        + " ORDER BY started_at, intent")
                .bind("id", id)
                .map(ConstructorMapper.of(ApprovalUse.class))
                .list();
    }
}
