package dev.polar.bench;

import dev.polar.host.audit.Draft;
import dev.polar.host.store.Database;
import dev.polar.trust.audit.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;

/** What audit costs a call, and what this machine's disk and database would allow. */
final class AuditPart {
    private static final int[] CALLERS = {1, 8, 64};
    private static final int[] BATCHES = {1, 16, 128};
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int RECORD = 1_100;

    private AuditPart() {}

    static String run(Path scratch) throws Exception {
        var off = Files.createTempDirectory(scratch, "audit-off-");
        var on = Files.createTempDirectory(scratch, "audit-on-");
        try (var without = new BenchGate("none", off, scratch.resolve("cache"));
                var with = new BenchGate("timed", on, scratch.resolve("cache"));
                var withoutDoor = new GateDoor(without, off);
                var withDoor = new GateDoor(with, on)) {
            return calls(without, with, withoutDoor.place(), withDoor.place())
                    + "\n"
                    + records(with)
                    + "\n"
                    + floor(with.database(), scratch);
        }
    }

    private static String calls(BenchGate without, BenchGate with, McpClient.Place off, McpClient.Place on)
            throws Exception {
        var page = new Page(
                "Calls with audit and without",
                "callers",
                "calls/s, audit off",
                "calls/s, audit on",
                "on / off",
                "off p50, p99 ms",
                "on p50, p99 ms",
                "a record is durable after, p50, p99 ms");
        for (int callers : CALLERS) {
            row(page, callers + ", in the process", with, new Loads() {
                @Override
                public Load off(Duration time) throws Exception {
                    return Load.of(Collections.nCopies(callers, number -> without.call()), time);
                }

                @Override
                public Load on(Duration time) throws Exception {
                    return Load.of(Collections.nCopies(callers, number -> with.call()), time);
                }
            });
            row(page, callers + ", through `/mcp`", with, new Loads() {
                @Override
                public Load off(Duration time) throws Exception {
                    return Load.of(off, callers, time, client -> number -> client.write());
                }

                @Override
                public Load on(Duration time) throws Exception {
                    return Load.of(on, callers, time, client -> number -> client.write());
                }
            });
        }
        return page.say(
                        "`Gate.call`, all stages, on a tool that costs nothing; through `/mcp` with the host's own server"
                                + " and handler, and clients on raw sockets that look at every answer. *Audit off* is a journal of"
                                + " the benchmark that keeps nothing; no setting of a host does that. *Audit on* is the journal of"
                                + " a host on an embedded PostgreSQL: " + with.durability() + ". " + ROUNDS
                                + " rounds of "
                                + ROUND.toSeconds() + " s, off and on by turns, after " + WARM_UP.toSeconds()
                                + " s of warm-up each. A call writes an intent and an outcome and waits for both. Goals: 5,000 calls/s"
                                + " by 64 callers, 0.6 of audit off through `/mcp`, 25 ms for the p99 of a record.")
                .toString();
    }

    private interface Loads {
        Load off(Duration time) throws Exception;

        Load on(Duration time) throws Exception;
    }

    private static void row(Page page, String what, BenchGate with, Loads loads) throws Exception {
        var waits = ((TimedJournal) with.journal()).waits();
        loads.off(WARM_UP);
        loads.on(WARM_UP);
        waits.clear();
        var rounds = new Rounds();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(loads.off(ROUND), loads.on(ROUND));
        }
        var waited = Samples.of(waits);
        rounds.row(page, what, Samples.number(waited.median()) + ", " + Samples.number(waited.percentile(99)));
    }

    private static String records(BenchGate with) throws Exception {
        var page = new Page("Records alone", "writers", "records/s", "p50, p99 ms");
        var draft = Draft.of(Category.HOST, "bench").fact("ballast", "x".repeat(RECORD - 600));
        for (int writers : new int[] {1, 8, 64, 256}) {
            var work = Collections.<Load.Work>nCopies(
                    writers, number -> with.journal().append(draft));
            Load.of(work, WARM_UP);
            var load = Load.of(work, ROUND);
            page.row(
                    Integer.toString(writers),
                    Samples.number(load.callsPerSecond()),
                    Samples.number(load.millis().median()) + ", "
                            + Samples.number(load.millis().percentile(99)));
        }
        return page.say("Records of some " + RECORD + " bytes without commitments, each writer waits for its own.")
                .toString();
    }

    private static String floor(Database database, Path scratch) throws Exception {
        var page = new Page("The floor below: plain inserts, and the disk", "what", "a second");
        try (var connection = database.exclusive("bench floor", 2, Duration.ofSeconds(30))) {
            connection.transaction().handle().execute("CREATE TABLE plain (id bigserial PRIMARY KEY, body bytea)");
            var body = new byte[RECORD];
            for (int rows : BATCHES) {
                Load.Work insert = number -> {
                    var batch = connection.begin().handle().prepareBatch("INSERT INTO plain (body) VALUES (:body)");
                    for (int i = 0; i < rows; i++) {
                        batch.bind("body", body).add();
                    }
                    batch.execute();
                    connection.commit();
                };
                Load.of(Collections.nCopies(1, insert), ROUND);
                var load = Load.of(Collections.nCopies(1, insert), ROUND);
                page.row(
                        "rows of " + RECORD + " bytes, " + rows + " in a commit, one connection",
                        Samples.number(rows * load.callsPerSecond()));
            }
        }
        return page.row("8 KiB written and forced to the disk, one after the other", forced(scratch))
                .toString();
    }

    private static String forced(Path scratch) throws IOException {
        return Samples.number(1_000 / GatePart.flush(scratch).median());
    }
}
