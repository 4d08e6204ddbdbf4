package dev.polar.host.audit;

import dev.polar.host.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A journal whose segments fill quickly, for tests of other packages. */
public final class SmallSegments {
    private SmallSegments() {}

    public static PostgresJournal open(Database database, Path data, InstantSource clock, long records) {
        return TestJournal.segments(database, data, clock, records);
    }

    /** Writes so many records, many at once. */
    public static void write(PostgresJournal journal, int records, IntFunction<Draft> draft) {
        try (var writers = Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
            IntStream.range(0, records).forEach(i -> writers.submit(() -> journal.append(draft.apply(i))));
        }
        journal.checkpoint();
    }
}
