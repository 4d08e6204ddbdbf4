package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A journal that counts no refusals, however many a test makes in a minute: each is a record. */
public final class EveryRefusal {
    private EveryRefusal() {}

    public static PostgresJournal open(Database database, Path data, InstantSource clock) {
        var pace = new Pace(Duration.ofMinutes(1), Segment.RECORDS, Integer.MAX_VALUE);
        return PostgresJournal.open(
                database, data, MasterKey.in(data), Duration.ofSeconds(30), clock, Masking.NONE, pace);
    }
}
