package dev.polar.bench;

import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.LegalHolds;
import dev.polar.host.audit.LogReaders;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.Pruning;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.spi.Caller;
import dev.polar.trust.audit.Category;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/** How large the log is in the database and in archives, and how long it takes to archive and prune it. */
final class KeepingPart {
    private static final int CALLS = Integer.getInteger("polar.keeping.records", 1_000_000) / 2;
    private static final int WRITERS = 64;
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private KeepingPart() {}

    static String run(Path scratch) {
        var data = scratch.resolve("keeping");
        try (var database = Database.embedded(data, scratch.resolve("cache"));
                var journal = PostgresJournal.open(
                        database,
                        data,
                        MasterKey.in(data),
                        Duration.ofMinutes(1),
                        InstantSource.system(),
                        Masking.NONE)) {
            long empty = bytes(database, "pg_database_size(current_database())");
            double writing = seconds(() -> record(journal));
            long records = bytes(database, "(SELECT count(*) FROM audit_record)");
            var page = new Page("The log in the database and in archives", "what", "MB", "bytes a record", "s");
            page.row(row("records and their indexes", parts(database, "audit_record"), records, ""));
            page.row(row("openings of commitments", parts(database, "audit_opening"), records, ""));
            page.row(row("checkpoints", bytes(database, "pg_total_relation_size('audit_checkpoint')"), records, ""));
            page.row(row("the database", database(database) - empty, records, Samples.number(writing)));
            var archives = new Archives(database, journal, data.resolve("archives"));
            double archiving = seconds(() -> archives.make(draft -> draft));
            var made = archives.list();
            long archived = made.size() * 65_536L;
            long files = made.stream().mapToLong(Archives.Archived::bytes).sum();
            page.row(row("archives of " + made.size() + " segments", files, archived, Samples.number(archiving)));
            var pruning = new Pruning(database, journal, archives, new LegalHolds(database), LogReaders.NONE);
            double planning = seconds(() -> pruning.before(Instant.MAX));
            var segments = pruning.before(Instant.MAX).segments();
            double going = seconds(
                    () -> pruning.prune(Draft.of(Category.AUDIT, "prune"), segments, (transaction, seq) -> seq));
            page.row(row(
                    "the database once they are pruned",
                    database(database) - empty,
                    records,
                    Samples.number(planning) + " to plan, " + Samples.number(going) + " to verify and prune"));
            return page.say(records + " records, written by " + WRITERS
                            + " at once: intent and outcome of calls with arguments and result of 40 to 60 bytes.")
                    .toString();
        }
    }

    private static String[] row(String name, long bytes, long records, String seconds) {
        return new String[] {name, Samples.number(bytes / 1e6), Samples.number((double) bytes / records), seconds};
    }

    private static long database(Database database) {
        return bytes(database, "pg_database_size(current_database())");
    }

    private static long parts(Database database, String table) {
        return bytes(
                database,
                "(SELECT sum(pg_total_relation_size(inhrelid))::bigint FROM pg_inherits WHERE inhparent = '" + table
                        + "'::regclass)");
    }

    private static long bytes(Database database, String expression) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT " + expression)
                .mapTo(Long.class)
                .one());
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void record(PostgresJournal journal) {
        try (var writers =
                Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory())) {
            for (int i = 0; i < CALLS; i++) {
                int number = i;
                writers.submit(() -> call(journal, number));
            }
        }
    }

    /** As the gate records a call that is carried out. */
    private static void call(PostgresJournal journal, int number) {
        var id = IntentId.fresh();
        var call = Draft.of(Category.CALL, "call")
                .caller(new Caller.Client("c" + number % 100), "token")
                .session("session-" + number % 1_000)
                .tool("acme.files/write")
                .plugin("acme.files", "1.0.0", 1, DIGEST, "local", "declared")
                .policy("1", "default:allow")
                .allowed();
        journal.append(call.asIntent(id)
                .arguments("{\"n\":" + number + ",\"path\":\"notes/today.txt\",\"text\":\"some words\"}")
                .fact("effect", "allow")
                .fact("reads", false)
                .fact("declared", "write"));
        journal.append(call.asOutcome(id)
                .result("{\"content\":[{\"type\":\"text\",\"text\":\"written " + number + "\"}]}")
                .latency(Duration.ofMillis(3)));
    }
}
