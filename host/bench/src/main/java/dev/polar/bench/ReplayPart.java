package dev.polar.bench;

import dev.polar.adminapi.ReplayRequest;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.IntentId;
import dev.polar.host.audit.Masking;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.catalog.Brought;
import dev.polar.host.policy.Policy;
import dev.polar.host.replay.Replaying;
import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.spi.Caller;
import dev.polar.trust.audit.Category;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many recorded calls a second are judged again. */
final class ReplayPart {
    private static final int RECORDS = 20_000;
    private static final int WRITERS = 512;
    private static final int ROUNDS = 5;
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private ReplayPart() {}

    static String run(Path scratch) {
        var data = scratch.resolve("replay");
        var clock = InstantSource.system();
        try (var database = Database.embedded(data, scratch.resolve("cache"));
                var journal = PostgresJournal.open(
                        database, data, MasterKey.in(data), Duration.ofMinutes(1), clock, Masking.NONE)) {
            record(journal);
            var replaying = new Replaying(
                    new PastCalls(database, journal),
                    () -> Policy.NONE,
                    () -> new Brought(Map.of(), Map.of()),
                    journal,
                    clock);
            return new Page("Recorded calls judged again", "candidate", "records/s", "all of them take, s")
                    .row(row(replaying, "one rule", "rules: [{id: all, effect: deny, target: '*'}]"))
                    .row(row(replaying, "100 rules", rules("session != \"none\"")))
                    .row(row(replaying, "100 rules that look at arguments", rules("arguments.n > 50")))
                    .say(RECORDS + " records of one log; median (least to most) of " + ROUNDS + ".")
                    .toString();
        }
    }

    private static String rules(String when) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "  - {effect: allow, target: 'acme.files/write', caller: 'client:c" + i + "', when: '"
                        + when + "'}\n")
                .collect(Collectors.joining("", "rules:\n", ""));
    }

    private static String[] row(Replaying replaying, String name, String yaml) {
        var seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            var replayed = replaying.replay(
                    new ReplayRequest(yaml, "1h", "", List.of()), new Caller.Operator("bench"), "socket");
            seconds[round] = (System.nanoTime() - start) / 1e9;
            if (replayed.same() + replayed.changed() != RECORDS) {
                throw new IllegalStateException("not all were judged: " + replayed);
            }
        }
        var samples = new Samples(seconds);
        return new String[] {name, Samples.number(RECORDS / samples.median()), samples.spread()};
    }

    private static void record(PostgresJournal journal) {
        try (var writers =
                Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory())) {
            for (int i = 0; i < RECORDS; i++) {
                int number = i;
                writers.submit(() -> journal.append(call(number)));
            }
        }
    }

    /** As the gate records a call that policy asks about. */
    private static Draft call(int number) {
        return Draft.of(Category.CALL, "call")
                .during(IntentId.fresh())
                .caller(new Caller.Client("c" + number % 100), "token")
                .session("session-" + number % 1_000)
                .tool("acme.files/write")
                .plugin("acme.files", "1.0.0", 1, DIGEST, "local", "declared")
                .arguments("{\"n\":" + number % 100 + ",\"path\":\"notes/today.txt\"}")
                .policy("1", "default:ask")
                .asked()
                .fact("effect", "ask")
                .fact("reads", false)
                .fact("declared", "write");
    }
}
