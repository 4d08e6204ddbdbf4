package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.Needs;
import dev.polar.host.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** However often plugins come and go, a host is the same afterwards. {@code -Dpolar.cycles=1000} for a long run. */
class SoakTest {
    private static final int CYCLES = Integer.getInteger("polar.cycles", 2);

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void cycles_of_a_worker_a_plugin_in_the_host_and_a_server_leave_nothing() throws Exception {
        Needs.cages();
        var host = started();
        try (var lines = host.inputReader()) {
            var before = Counts.read(lines.readLine());
            var after = Counts.read(lines.readLine());
            var both = CYCLES + " cycles: before " + before + ", after " + after;
            System.out.println(both);
            assertEquals(before.processes(), after.processes(), both);
            assertEquals(before.groups(), after.groups(), both);
            assertTrue(after.descriptors() <= before.descriptors() + 4, both);
            assertTrue(after.threads() <= before.threads() + 4, both);
            assertTrue(after.classes() <= before.classes() + 100 + CYCLES / 2, both);
            assertTrue(host.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, host.exitValue());
        } finally {
            host.destroyForcibly();
        }
    }

    private Process started() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SoakedHost.class.getName(),
                        data.toString(),
                        DATABASE.url(),
                        Integer.toString(CYCLES))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** @param classes loaded now; a loader that stays keeps at least those of its plugin, and some are always made late */
    private record Counts(long processes, long descriptors, long threads, long groups, long classes) {
        static Counts read(String line) {
            var numbers =
                    Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Counts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }
    }
}
