package dev.polar.host.gate;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Rider;
import dev.polar.host.audit.Seq;
import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;

/** A journal that keeps drafts in memory and runs riders in real transactions; it can be told to fail. */
final class MemoryJournal implements Journal {
    private final Database database;
    private final List<Draft> drafts = new ArrayList<>();
    private boolean silent;

    MemoryJournal(Database database) {
        this.database = database;
    }

    void silence() {
        silent = true;
    }

    synchronized List<Draft> drafts() {
        return List.copyOf(drafts);
    }

    @Override
    public synchronized <T> T append(Draft draft, Rider<T> change) {
        if (silent) {
            throw new Refusal(Code.AUDIT_UNAVAILABLE, "the log does not answer", "polar doctor");
        }
        var result = database.write(transaction -> change.ride(transaction, new Seq(drafts.size())));
        drafts.add(draft);
        return result;
    }

    @Override
    public boolean isFenced() {
        return silent;
    }
}
