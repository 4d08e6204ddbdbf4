package dev.polar.host.audit;

import dev.polar.trust.audit.Stage;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Notes how long each intent was waited for, in milliseconds. */
public record TimedJournal(Journal inner, Collection<Double> intents) implements Journal {
    public TimedJournal(Journal inner) {
        this(inner, new ConcurrentLinkedQueue<>());
    }

    @Override
    public Seq append(Draft draft) {
        return timed(draft, () -> inner.append(draft));
    }

    @Override
    public <T> T append(Draft draft, Rider<T> change) {
        return timed(draft, () -> inner.append(draft, change));
    }

    private <T> T timed(Draft draft, Supplier<T> work) {
        long start = System.nanoTime();
        var done = work.get();
        if (draft.said("stage").equals(Optional.of(Stage.INTENT.name()))) {
            intents.add((System.nanoTime() - start) / 1e6);
        }
        return done;
    }

    @Override
    public boolean isFenced() {
        return inner.isFenced();
    }
}
