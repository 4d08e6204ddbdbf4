package dev.polar.host.work;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.function.Consumer;

/** One message of the inbox: the responder's answer, or why there is none, goes to the outbox. */
final class Answering implements Consumer<Item> {
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration LATER = Duration.ofSeconds(3);

    private final Database database;
    private final Journal journal;
    private final Responder responder;
    private final LaneTable table = LaneTable.inbox();

    Answering(Database database, Journal journal, Responder responder) {
        this.database = database;
        this.journal = journal;
        this.responder = responder;
    }

    @Override
    public void accept(Item item) {
        if (item.attempts() > MOST_ATTEMPTS) {
            var why = "This message was set aside: the host ended " + MOST_ATTEMPTS + " times while answering it.";
            finish(item, item.draft("quarantine").error(Code.PLUGIN_CRASHED), "DEAD", why);
            return;
        }
        switch (responder.answer(item)) {
            case Responder.Said said -> finish(item, item.draft("answer"), "DONE", said.text());
            case Responder.NotAsked _ -> giveBack(item);
        }
    }

    private void finish(Item item, Draft record, String state, String answer) {
        Persistence.untilWritten(() -> journal.append(record, (transaction, seq) -> {
            if (!table.finish(transaction, item, state)) {
                throw new Refusal(Code.STATE_CONFLICT, "another taker has this message", "");
            }
            MailTable.answer(transaction, item, answer);
            Bell.ring(transaction, Sending.BELL);
            return state;
        }));
    }

    private void giveBack(Item item) {
        database.write(transaction -> {
            table.giveBack(transaction, item, LATER, false);
            return item;
        });
    }
}
