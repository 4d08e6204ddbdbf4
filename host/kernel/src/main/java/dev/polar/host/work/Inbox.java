package dev.polar.host.work;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.spi.channel.Inbound;
import java.util.function.Consumer;

/** What arrived and is to be answered, kept before anyone is told that it was. */
public final class Inbox {
    static final String BELL = "polar_inbox";
    private static final int MOST_OPEN = 50;

    private final Database database;
    private final Journal journal;

    Inbox(Database database, Journal journal) {
        this.database = database;
        this.journal = journal;
    }

    /**
     * Takes a message in, together with its record, unless it has arrived before.
     *
     * @param trace begins with it, and goes on in what comes of it
     * @param alongside commits with it
     * @return whether it is new
     * @throws Refusal {@code RATE_LIMITED} if too many messages of its room wait, {@code AUDIT_UNAVAILABLE}
     */
    public boolean accept(Room room, Inbound message, Draft record, Trace trace, Consumer<Transaction> alongside) {
        if (database.read(transaction -> MailTable.arrived(transaction, room, message.dedupeKey()))) {
            return false;
        }
        if (database.read(transaction -> MailTable.open(transaction, room)) >= MOST_OPEN) {
            throw new Refusal(
                    Code.RATE_LIMITED, MOST_OPEN + " messages of this room wait for an answer", "wait for answers");
        }
        try {
            return journal.append(record.trace(trace), (transaction, seq) -> {
                if (!MailTable.receive(transaction, room, message, trace)) {
                    throw new Refusal(Code.STATE_CONFLICT, "this message has arrived already", "");
                }
                alongside.accept(transaction);
                Bell.ring(transaction, BELL);
                return true;
            });
        } catch (Refusal refusal) {
            if (refusal.code() == Code.STATE_CONFLICT) {
                return false;
            }
            throw refusal;
        }
    }
}
