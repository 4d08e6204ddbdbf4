package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.Database;
import dev.polar.host.store.MasterKey;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a host with an embedded PostgreSQL: the server outlives it, the next host takes over the same files. */
@Timeout(120)
class KillTest {
    private static final Path CACHE = Path.of(System.getProperty("basedir", "."), "target", "cache");

    @TempDir
    Path data;

    @TempDir
    Path exports;

    @Test
    void after_kill_9_nothing_acknowledged_is_lost_and_every_open_intent_is_closed() throws Exception {
        var acknowledged = new HashSet<String>();
        for (int round = 0; round < 2; round++) {
            acknowledged.addAll(acknowledgedUntilKilled());
        }
        try (var database = Database.embedded(data, CACHE);
                var journal = PostgresJournal.open(
                        database,
                        data,
                        MasterKey.in(data),
                        Duration.ofSeconds(20),
                        InstantSource.system(),
                        Masking.NONE)) {
            var intents = column(database, "SELECT intent FROM audit_record WHERE stage = 'INTENT'");
            var outcomes = column(database, "SELECT intent FROM audit_record WHERE stage = 'OUTCOME'");
            var effects = column(database, "SELECT intent FROM effect");
            assertTrue(intents.containsAll(acknowledged), "an acknowledged record is lost");
            assertEquals(intents, effects, "a record and its rider came apart");
            assertEquals(intents, outcomes, "an intent is still open");
            new AuditLog(database, journal).export(exports, Optional.empty(), Optional.empty());
            var verdict = LogVerifier.verify(exports, Optional.of(journal.key()), Optional.empty());
            assertInstanceOf(LogVerdict.Proven.class, verdict, verdict.line());
            assertTrue(journal.key().name().endsWith("/1"));
            System.out.println("killed twice; acknowledged " + acknowledged.size() + ", recorded " + intents.size());
        }
    }

    private Set<String> acknowledgedUntilKilled() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var host = new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledHost.class.getName(),
                        data.toString(),
                        CACHE.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var acknowledged = new HashSet<String>();
        try (var lines = host.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.length() == 32) {
                    acknowledged.add(line);
                }
                if (acknowledged.size() == 300) {
                    // Through its handle: the pipe stays open, and what was acknowledged before the end is read.
                    host.toHandle().destroyForcibly();
                }
            }
        } finally {
            host.destroyForcibly();
            host.waitFor(10, TimeUnit.SECONDS);
        }
        assertTrue(acknowledged.size() >= 300, "the host ended by itself");
        return acknowledged;
    }

    private static Set<String> column(Database database, String sql) {
        return new HashSet<>(database.read(transaction ->
                transaction.handle().select(sql).mapTo(String.class).list()));
    }
}
