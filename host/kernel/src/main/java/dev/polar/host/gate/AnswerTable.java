package dev.polar.host.gate;

import dev.polar.host.store.Transaction;
import java.time.Duration;
import java.util.Optional;

/** The SQL of remembered answers. */
final class AnswerTable {
    private AnswerTable() {}

    record Row(String digest, String intent, Optional<String> answer) {}

    static Optional<Row> find(Transaction transaction, Answers.Question question, Duration kept) {
        return transaction
                .handle()
                .createQuery("SELECT digest, intent, answer FROM idempotency WHERE caller = :caller AND key = :key"
                        + " AND at > now() - make_interval(secs => :kept)")
                .bind("caller", question.caller())
                .bind("key", question.key())
                .bind("kept", kept.toSeconds())
                .map((row, context) -> new Row(
                        row.getString("digest"), row.getString("intent"), Optional.ofNullable(row.getString("answer"))))
                .findOne();
    }

    /** Forgets what has run out, of this key and a hundred others. */
    static boolean reserve(Transaction transaction, Answers.Question question, String intent, Duration kept) {
        transaction
                .handle()
                .createUpdate("DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency"
                        + " WHERE at <= now() - make_interval(secs => :kept)"
                        + " ORDER BY (caller = :caller AND key = :key) DESC LIMIT 101 FOR UPDATE SKIP LOCKED)")
                .bind("caller", question.caller())
                .bind("key", question.key())
                .bind("kept", kept.toSeconds())
                .execute();
        return transaction
                        .handle()
                        .createUpdate("INSERT INTO idempotency (caller, key, digest, intent, at)"
                                + " VALUES (:caller, :key, :digest, :intent, now()) ON CONFLICT DO NOTHING")
                        .bind("caller", question.caller())
                        .bind("key", question.key())
                        .bind("digest", question.digest())
                        .bind("intent", intent)
                        .execute()
                == 1;
    }

    static void keep(Transaction transaction, Answers.Question question, String intent, String answer) {
        transaction
                .handle()
                .createUpdate(
                        "UPDATE idempotency SET answer = :answer WHERE caller = :caller AND key = :key AND intent = :intent")
                .bind("answer", answer)
                .bind("caller", question.caller())
                .bind("key", question.key())
                .bind("intent", intent)
                .execute();
    }

    static void release(Transaction transaction, Answers.Question question, String intent) {
        transaction
                .handle()
                .createUpdate("DELETE FROM idempotency WHERE caller = :caller AND key = :key AND intent = :intent")
                .bind("caller", question.caller())
                .bind("key", question.key())
                .bind("intent", intent)
                .execute();
    }
}
