package dev.polar.bench;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Rider;
import dev.polar.host.audit.Seq;
import dev.polar.host.store.Transaction;

/** Keeps nothing and is done at once. The calls measured change nothing with their records, so no rider does work. */
record NoJournal(Transaction unused) implements Journal {
    private static final Seq NONE = new Seq(0);

    @Override
    public <T> T append(Draft draft, Rider<T> change) {
        return change.ride(unused, NONE);
    }

    @Override
    public boolean isFenced() {
        return false;
    }
}
