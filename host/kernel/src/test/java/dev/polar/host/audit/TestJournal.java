package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.TestDatabase;
import dev.polar.trust.audit.Category;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A journal on a real database, opened like the host opens it. */
final class TestJournal implements AutoCloseable {
    final Database database;
    final PostgresJournal journal;
    final AuditLog log;

    private TestJournal(Database database, PostgresJournal journal) {
        this.database = database;
        this.journal = journal;
        this.log = new AuditLog(database, journal);
    }

    static TestJournal open(TestDatabase database, Path dataDir) {
        return open(database, dataDir, Duration.ofSeconds(2), Masking.NONE);
    }

    static TestJournal open(TestDatabase database, Path dataDir, Duration patience, Masking masking) {
        return open(database.reopened(), dataDir, patience, masking);
    }

    static TestJournal open(Database pool, Path dataDir, Duration patience, Masking masking) {
        return new TestJournal(
                pool,
                PostgresJournal.open(pool, dataDir, MasterKey.in(dataDir), patience, InstantSource.system(), masking));
    }

    static TestJournal open(TestDatabase database, Path dataDir, Duration heartbeat) {
        var pool = database.reopened();
        return new TestJournal(
                pool,
                PostgresJournal.open(
                        pool,
                        dataDir,
                        MasterKey.in(dataDir),
                        Duration.ofSeconds(2),
                        InstantSource.system(),
                        Masking.NONE,
                        new Pace(heartbeat, Segment.RECORDS, Denials.OF_A_CALLER)));
    }

    /** With segments of so few records. */
    static TestJournal segmented(Database pool, Path dataDir, long records) {
        return new TestJournal(pool, segments(pool, dataDir, InstantSource.system(), records));
    }

    static PostgresJournal segments(Database pool, Path dataDir, InstantSource clock, long records) {
        return PostgresJournal.open(
                pool,
                dataDir,
                MasterKey.in(dataDir),
                Duration.ofSeconds(5),
                clock,
                Masking.NONE,
                new Pace(Duration.ofMinutes(1), records, Denials.OF_A_CALLER));
    }

    static Draft draft(String action) {
        return Draft.of(Category.CALL, action);
    }

    @Override
    public void close() {
        journal.close();
        database.close();
    }
}
