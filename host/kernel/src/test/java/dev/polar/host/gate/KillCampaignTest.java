package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a host under load, again and again over the same log; {@code -Dpolar.audit.kills=200} for a long one. */
class KillCampaignTest {
    private static final int KILLS = Integer.getInteger("polar.audit.kills", 1);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    @TempDir
    Path exports;

    @TempDir
    Path effects;

    @Test
    void what_was_done_equals_what_is_on_record_however_often_the_host_is_killed() throws Exception {
        var random = new Random(42);
        var done = effects.resolve("done");
        var answered = new HashSet<String>();
        for (int i = 0; i < KILLS; i++) {
            answered.addAll(answeredUntilKilled(done, 1 + random.nextInt(400)));
        }
        try (var host = new Actions(data, database.reopened(), done, Duration.ofSeconds(20))) {
            var reckoning = Reckoning.of(host, done, answered, exports);
            assertTrue(reckoning.done() >= KILLS, reckoning.toString());
            System.out.println("killed " + KILLS + " times; answered " + answered.size() + "; " + reckoning);
        }
    }

    private Set<String> answeredUntilKilled(Path done, int enough) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var host = new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledUnderLoad.class.getName(),
                        data.toString(),
                        database.url(),
                        done.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var answered = new HashSet<String>();
        try (var lines = host.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.length() == 32) {
                    answered.add(line);
                }
                if (answered.size() == enough) {
                    // Through its handle: the pipe stays open, and what was answered before the end is read.
                    host.toHandle().destroyForcibly();
                }
            }
        } finally {
            host.destroyForcibly();
            host.waitFor(10, TimeUnit.SECONDS);
        }
        assertTrue(answered.size() >= enough, "the host ended by itself");
        return answered;
    }
}
