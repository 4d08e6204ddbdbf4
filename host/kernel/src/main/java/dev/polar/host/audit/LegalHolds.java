package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import java.util.List;
import java.util.Optional;

/** What must be kept. The database itself refuses to prune what a hold covers. */
public final class LegalHolds {
    private final Database database;

    public LegalHolds(Database database) {
        this.database = database;
    }

    /** Oldest first. */
    public List<LegalHold> all() {
        return database.read(HoldTable::all);
    }

    public Optional<LegalHold> named(String name) {
        return all().stream().filter(hold -> hold.name().equals(name)).findFirst();
    }

    /** Rides on the record that says so. */
    public void place(Transaction transaction, LegalHold hold) {
        HoldTable.insert(transaction, hold);
    }

    /** Rides on the record that says so. */
    public void lift(Transaction transaction, String name) {
        HoldTable.delete(transaction, name);
    }
}
