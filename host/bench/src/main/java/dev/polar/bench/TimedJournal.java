package dev.polar.bench;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.Rider;
import dev.polar.host.audit.Seq;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Notes how long each record was waited for, in milliseconds. */
record TimedJournal(Journal inner, Collection<Double> waits) implements Journal {
    TimedJournal(Journal inner) {
        this(inner, new ConcurrentLinkedQueue<>());
    }

    @Override
    public Seq append(Draft draft) {
        return timed(() -> inner.append(draft));
    }

    @Override
    public <T> T append(Draft draft, Rider<T> change) {
        return timed(() -> inner.append(draft, change));
    }

    private <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        var done = work.get();
        waits.add((System.nanoTime() - start) / 1e6);
        return done;
    }

    @Override
    public boolean isFenced() {
        return inner.isFenced();
    }
}
