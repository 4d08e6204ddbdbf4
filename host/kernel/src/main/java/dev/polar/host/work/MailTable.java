package dev.polar.host.work;

import dev.polar.host.store.Transaction;
import dev.polar.spi.Trace;
import dev.polar.spi.channel.Inbound;

/** The SQL of what enters the inbox and the outbox. */
final class MailTable {
    private MailTable() {}

    static boolean arrived(Transaction transaction, Room room, String dedupeKey) {
        return transaction
                .handle()
                .createQuery("SELECT EXISTS (SELECT FROM inbox WHERE kind = :kind AND account = :account"
                        + " AND dedupe_key = :dedupeKey)")
                .bind("kind", room.kind())
                .bind("account", room.account())
                .bind("dedupeKey", dedupeKey)
                .mapTo(Boolean.class)
                .one();
    }

    static int open(Transaction transaction, Room room) {
        return transaction
                .handle()
                .createQuery("SELECT count(*) FROM inbox WHERE kind = :kind AND account = :account AND room = :room"
                        + " AND state IN ('WAITING', 'TAKEN')")
                .bind("kind", room.kind())
                .bind("account", room.account())
                .bind("room", room.name())
                .mapTo(Integer.class)
                .one();
    }

    static boolean receive(Transaction transaction, Room room, Inbound message, Trace trace) {
        return transaction
                        .handle()
                        .createUpdate("INSERT INTO inbox (kind, account, room, person, dedupe_key, text, trace)"
                                + " VALUES (:kind, :account, :room, :person, :dedupeKey, :text, :trace)"
                                + " ON CONFLICT DO NOTHING")
                        .bind("kind", room.kind())
                        .bind("account", room.account())
                        .bind("room", room.name())
                        .bind("person", message.user())
                        .bind("dedupeKey", message.dedupeKey())
                        .bind("text", message.text())
                        .bind("trace", trace.traceparent())
                        .execute()
                == 1;
    }

    /** The answer to a message of the inbox. */
    static void answer(Transaction transaction, Item item, String text) {
        send(transaction, "answers", item, text);
    }

    /** What came of a call that had waited for a decision. */
    static void resumed(Transaction transaction, Item item, String text) {
        send(transaction, "resumes", item, text);
    }

    private static void send(Transaction transaction, String because, Item item, String text) {
        transaction
                .handle()
                .createUpdate("INSERT INTO outbox (" + because + ", kind, account, room, person, text, trace)"
                        + " VALUES (:of, :kind, :account, :room, :person, :text, :trace) ON CONFLICT DO NOTHING")
                .bind("of", item.id())
                .bind("kind", item.room().kind())
                .bind("account", item.room().account())
                .bind("room", item.room().name())
                .bind("person", item.person())
                .bind("text", text)
                .bind("trace", item.trace())
                .execute();
    }
}
