package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.Database;
import dev.polar.spi.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the embedded PostgreSQL, all of its processes, while the host goes on under load and starts it again; {@code
 * -Dpolar.audit.databaseKills=50} for a long one.
 */
@Timeout(1_800)
class DatabaseKilledTest {
    private static final int KILLS = Integer.getInteger("polar.audit.databaseKills", 1);
    private static final Path CACHE = Path.of(System.getProperty("basedir", "."), "target", "cache");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path data;

    @TempDir
    Path exports;

    @TempDir
    Path effects;

    @Test
    void what_was_done_equals_what_is_on_record_however_often_the_database_is_killed() throws Exception {
        var done = effects.resolve("done");
        Set<String> answered;
        Duration longest;
        long unavailable;
        try (var host = new Actions(data, Database.embedded(data, CACHE), done, PATIENCE)) {
            var load = new Load(host, 8);
            try (load) {
                for (int i = 0; i < KILLS; i++) {
                    waitForMore(load, 100);
                    kill();
                }
                waitForMore(load, 100);
            }
            assertEquals(List.of(), load.faults());
            answered = load.idsOfAnswered();
            longest = load.longest();
            unavailable = load.refused(Code.AUDIT_UNAVAILABLE);
        }
        try (var host = new Actions(data, Database.embedded(data, CACHE), done, PATIENCE)) {
            var reckoning = Reckoning.of(host, done, answered, exports);
            assertTrue(longest.compareTo(Waiting.longest(PATIENCE)) < 0, longest.toString());
            System.out.println("database killed " + KILLS + " times; answered " + answered.size() + "; not recorded "
                    + unavailable + "; longest wait " + longest.toMillis() + " ms; " + reckoning);
        }
    }

    /** The first process and those it started, which would else serve on until they notice. */
    private void kill() throws IOException {
        var first = Files.readString(data.resolve("postgres").resolve("postmaster.pid"))
                .lines()
                .findFirst()
                .orElseThrow();
        var server = ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
        var others = server.children().toList();
        server.destroyForcibly();
        others.forEach(ProcessHandle::destroyForcibly);
    }

    private static void waitForMore(Load load, int more) {
        long before = load.answered();
        Waiting.until(() -> load.answered() >= before + more);
    }
}
