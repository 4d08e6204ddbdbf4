package dev.polar.bench;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.TimedJournal;
import dev.polar.trust.audit.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;

/** What audit costs a call, and what this machine's disk and database would allow. */
final class AuditPart {
    private static final int[] CALLERS = {1, 8, 64};
    private static final int[] WRITERS = {1, 64, 256};
    private static final int[] BATCHES = {1, 16, 128};
    private static final int ROUNDS = 3;
    /** The first loads compile what the others run. */
    private static final Duration COLD = Duration.ofSeconds(30);

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int RECORD = 1_100;

    private final BenchGate without;
    private final BenchGate with;
    private final Path off;
    private final Path on;
    private final Path scratch;
    /** Records a second, at most. */
    private double most;

    private AuditPart(BenchGate without, Path off, BenchGate with, Path on, Path scratch) {
        this.without = without;
        this.off = off;
        this.with = with;
        this.on = on;
        this.scratch = scratch;
    }

    static String run(Path scratch) throws Exception {
        var off = Files.createTempDirectory(scratch, "audit-off-");
        var on = Files.createTempDirectory(scratch, "audit-on-");
        try (var without = new BenchGate("none", off, scratch.resolve("cache"));
                var with = new BenchGate("timed", on, scratch.resolve("cache"));
                var withoutDoor = new GateDoor(without, off);
                var withDoor = new GateDoor(with, on)) {
            var part = new AuditPart(without, off, with, on, scratch);
            return part.calls(withoutDoor.place(), withDoor.place()) + "\n" + part.records() + "\n" + part.floor();
        }
    }

    private String calls(McpClient.Place offDoor, McpClient.Place onDoor) throws Exception {
        var page = new Page(
                "Calls with audit and without",
                "callers",
                "calls/s, audit off",
                "calls/s, audit on",
                "on / off",
                "off p50, p95, p99 ms",
                "on p50, p95, p99 ms",
                "an intent is durable after, p50, p95, p99 ms",
                "records/s",
                "a call's processor time off, on µs",
                "of it PostgreSQL µs",
                "checkpoint lag p50, most ms");
        boolean cold = true;
        for (int callers : CALLERS) {
            var inside = new Loads() {
                @Override
                public Load off(Duration time) throws Exception {
                    return Load.ofVirtual(Collections.nCopies(callers, number -> without.call()), time);
                }

                @Override
                public Load on(Duration time) throws Exception {
                    return Load.ofVirtual(Collections.nCopies(callers, number -> with.call()), time);
                }
            };
            var outside = new Loads() {
                @Override
                public Load off(Duration time) throws Exception {
                    return Load.of(offDoor, callers, time, client -> number -> client.write());
                }

                @Override
                public Load on(Duration time) throws Exception {
                    return Load.of(onDoor, callers, time, client -> number -> client.write());
                }
            };
            if (cold) {
                inside.off(COLD);
                inside.on(COLD);
                outside.off(COLD);
                outside.on(COLD);
                recycle();
                cold = false;
            }
            row(page, callers + ", in the process", inside);
            row(page, callers + ", through `/mcp`", outside);
        }
        return page.say(
                        "`Gate.call`, all stages, on a tool that costs nothing, from virtual threads as in a host; through `/mcp` with the"
                                + " host's own server and handler, and clients on raw sockets that look at every answer. *Audit off* is a"
                                + " journal of the benchmark that keeps nothing; no setting of a host does that. *Audit on* is the"
                                + " journal of a host on an embedded PostgreSQL: "
                                + with.durability() + ". " + ROUNDS + " rounds of " + ROUND.toSeconds()
                                + " s, off and on by turns, after " + WARM_UP.toSeconds() + " s of warm-up each, and "
                                + COLD.toSeconds()
                                + " s of each kind and a checkpoint of PostgreSQL before all. A call writes an intent and an outcome and waits for both. *Processor"
                                + " time* is of clients, host and PostgreSQL together, which share this machine. *Checkpoint lag*: the age"
                                + " of the oldest record that no signed checkpoint covers, looked at 20 times a second. Goals: 5,000"
                                + " calls/s by 64 callers, 0.6 of audit off through `/mcp`, 25 ms for the p99 of an intent.")
                .toString();
    }

    /** A database that has run for a while writes its log into files it has; a new one makes them first. */
    private void recycle() {
        try (var connection = with.database().exclusive("bench checkpoint", 3, Duration.ofMinutes(1))) {
            connection.transaction().handle().execute("CHECKPOINT");
        }
    }

    private interface Loads {
        Load off(Duration time) throws Exception;

        Load on(Duration time) throws Exception;
    }

    private void row(Page page, String what, Loads loads) throws Exception {
        var intents = ((TimedJournal) with.journal()).intents();
        loads.off(WARM_UP);
        loads.on(WARM_UP);
        intents.clear();
        var rounds = new Rounds();
        var offEffort = Effort.NONE;
        var onEffort = Effort.NONE;
        double offCalls = 0;
        double onCalls = 0;
        try (var lag = new CheckpointLag(with.database())) {
            for (int i = 0; i < ROUNDS; i++) {
                var start = Effort.soFar(off);
                var offLoad = loads.off(ROUND);
                offEffort = offEffort.plus(Effort.soFar(off).since(start));
                start = Effort.soFar(on);
                var onLoad = loads.on(ROUND);
                onEffort = onEffort.plus(Effort.soFar(on).since(start));
                offCalls += offLoad.millis().count();
                onCalls += onLoad.millis().count();
                most = Math.max(most, 2 * onLoad.callsPerSecond());
                rounds.add(offLoad, onLoad);
            }
            var waited = Samples.of(intents);
            var offEach = offEffort.each(offCalls);
            var onEach = onEffort.each(onCalls);
            rounds.row(
                    page,
                    what,
                    Samples.number(waited.median()) + ", " + Samples.number(waited.percentile(95)) + ", "
                            + Samples.number(waited.percentile(99)),
                    Samples.number(2 * onCalls / (ROUNDS * ROUND.toSeconds())),
                    Samples.number(offEach.own()) + ", " + Samples.number(onEach.own() + onEach.database()),
                    Samples.number(onEach.database()),
                    Samples.number(lag.millis().median()) + ", "
                            + Samples.number(lag.millis().most()));
        }
    }

    private String records() throws Exception {
        var page = new Page("Records alone", "writers", "records/s", "p50, p99 ms");
        var draft = Draft.of(Category.HOST, "bench").fact("ballast", "x".repeat(RECORD - 600));
        for (int writers : WRITERS) {
            var work = Collections.<Load.Work>nCopies(
                    writers, number -> with.journal().append(draft));
            Load.ofVirtual(work, WARM_UP);
            var load = Load.ofVirtual(work, ROUND);
            most = Math.max(most, load.callsPerSecond());
            page.row(
                    Integer.toString(writers),
                    Samples.number(load.callsPerSecond()),
                    Samples.number(load.millis().median()) + ", "
                            + Samples.number(load.millis().percentile(99)));
        }
        return page.say("Records of some " + RECORD + " bytes without commitments, each writer waits for its own.")
                .toString();
    }

    private String floor() throws Exception {
        var page =
                new Page("The limit below: plain inserts, and the disk", "what", "a second", "the log's most, of that");
        try (var connection = with.database().exclusive("bench floor", 2, Duration.ofSeconds(30))) {
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
                Load.of(Collections.nCopies(1, insert), WARM_UP);
                double each =
                        rows * Load.of(Collections.nCopies(1, insert), ROUND).callsPerSecond();
                page.row(
                        "rows of " + RECORD + " bytes, " + rows + " in a commit, one connection",
                        Samples.number(each),
                        Samples.number(most / each));
            }
        }
        double forced = forced();
        return page.row(
                        "8 KiB written and forced to the disk, one after the other",
                        Samples.number(forced),
                        Samples.number(most / forced))
                .say("*The log's most* is the largest number of records a second in the tables above, "
                        + Samples.number(most)
                        + ": each with its hashes, its indexes and the openings of what it hides.")
                .toString();
    }

    private double forced() throws IOException {
        return 1_000 / GatePart.flush(scratch).median();
    }
}
