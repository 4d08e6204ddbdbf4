package dev.polar.host;

import dev.polar.host.audit.Checkpoints;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.backup.RestoreNote;
import dev.polar.host.broker.SecretValues;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Operators;
import dev.polar.host.node.Membership;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.Database;
import dev.polar.host.store.DiskReserve;
import dev.polar.host.store.MasterKey;
import dev.polar.host.witness.Witnesses;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.InstantSource;

/** What outlives the process: the database and the directory, the journal over both, and this host's place among others. */
record Remembered(
        Path dataDir,
        Database database,
        MasterKey masterKey,
        SecretValues values,
        PostgresJournal journal,
        Witnesses witnesses,
        Membership membership,
        ContentStore content) {

    static Remembered open(Settings settings, InstantSource clock, Ending ending) {
        var dataDir = settings.dataDir().value();
        var restored = new RestoreNote(dataDir);
        restored.resume(settings.databaseUrl().value());
        var reserve = new DiskReserve(dataDir, (long) settings.auditReserve().value() << 20);
        boolean full = reserve.giveBackIfFull();
        var database = ending.with(settings.databaseUrl()
                .value()
                .map(Database::at)
                .orElseGet(() -> Database.embedded(dataDir, settings.cacheDir().value())));
        requireJoined(database, dataDir);
        var masterKey = MasterKey.in(dataDir);
        var values = new SecretValues(database, masterKey);
        var journal = ending.with(PostgresJournal.open(
                database, dataDir, masterKey, settings.auditTimeout().value(), clock, values));
        journal.keep(reserve, full);
        var witnesses = ending.with(
                Witnesses.of(settings.auditWitness().value(), new Checkpoints(database, journal), journal, clock));
        var membership = ending.with(new Membership(database, journal.node()));
        restored.record(journal);
        return new Remembered(
                dataDir,
                database,
                masterKey,
                values,
                journal,
                witnesses,
                membership,
                new ContentStore(dataDir, database));
    }

    /** Before anything is made there: whoever begins with an installation's database must be one of it. */
    private static void requireJoined(Database database, Path dataDir) {
        if (Operators.in(dataDir).all().isEmpty() && Ledger.holdsAnything(database)) {
            throw new Refusal(
                    Code.NODE_NOT_JOINED,
                    "the database belongs to an installation, and no operator of it is pinned in " + dataDir,
                    "on a host of it: polar node export FILE; here: polar up --join FILE. If the directory lost its"
                            + " operators.json, restore it from a backup");
        }
    }
}
