package dev.polar.host.approval;

import dev.polar.host.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The SQL of what people said to a request. */
final class VoiceTable {
    private VoiceTable() {}

    /** Says whether it is their first word. */
    static boolean insert(Transaction transaction, String id, Voice voice, Instant now) {
        return transaction
                        .handle()
                        .createUpdate("INSERT INTO approval_voice (approval, approver, yes, why, uses, until, seal, at)"
                                + " VALUES (:id, :approver, :yes, :why, :uses, :until, :seal, :now)"
                                + " ON CONFLICT DO NOTHING")
                        .bind("id", id)
                        .bindMethods(voice)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** In the order in which they were said. */
    static List<Voice> of(Transaction transaction, String id) {
        return transaction
                .handle()
                .createQuery("SELECT approver, yes, why, uses, until, seal FROM approval_voice WHERE approval = :id"
                        + " ORDER BY at, approver")
                .bind("id", id)
                .map(ConstructorMapper.of(Voice.class))
                .list();
    }
}
