package dev.polar.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However many children a host starts and ends, it is the same afterwards. {@code -Dpolar.starts=1000} for a long run. */
@Timeout(600)
class StartsTest {
    private static final int STARTS = Integer.getInteger("polar.starts", 60);

    @TempDir
    Path files;

    @Test
    void starts_and_ends_leave_no_process_descriptor_thread_or_group() throws Exception {
        Needs.confinement();
        var host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        files.toString(),
                        Integer.toString(STARTS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new BufferedReader(new InputStreamReader(host.getInputStream()));
        var before = Counts.read(said.readLine());
        var after = Counts.read(said.readLine());
        assertEquals(0, host.waitFor());
        var both = "before " + before + ", after " + after;
        assertEquals(before.processes(), after.processes(), both);
        assertEquals(before.groups(), after.groups(), both);
        assertTrue(after.descriptors() <= before.descriptors() + 2, both);
        assertTrue(after.threads() <= before.threads() + 2, both);
    }

    private record Counts(long processes, long descriptors, long threads, long groups) {
        static Counts here(ChildStarter starter) throws IOException {
            return new Counts(
                    ProcessHandle.current().descendants().count(),
                    count(Path.of("/proc/self/fd")),
                    count(Path.of("/proc/self/task")),
                    starter.groups().count());
        }

        static Counts read(String line) {
            var numbers =
                    Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Counts(numbers[0], numbers[1], numbers[2], numbers[3]);
        }

        String line() {
            return processes + " " + descriptors + " " + threads + " " + groups;
        }

        private static long count(Path directory) throws IOException {
            var entries = new ArrayList<Path>();
            try (var stream = Files.newDirectoryStream(directory)) {
                stream.forEach(entries::add);
            }
            return entries.size();
        }
    }

    /** A small host of its own, so that nothing else is counted. */
    static final class Host {
        private final Path files;
        private final ChildStarter starter = new ChildStarter();
        private final Confinement.Available confinement =
                Confinement.probe(starter).required();

        private Host(Path files) {
            this.files = files;
        }

        public static void main(String[] words) throws IOException {
            var host = new Host(Path.of(words[0]));
            host.cycles(20);
            System.out.println(host.settled().line());
            host.cycles(Integer.parseInt(words[1]));
            System.out.println(host.settled().line());
            host.starter.close();
        }

        private void cycles(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                var child = confinement.start(
                        starter,
                        "test " + i,
                        Shell.cage(files, new Cage.Data.Fleeting(), "echo up; (sleep 50 &); cat"),
                        line -> {});
                new BufferedReader(new InputStreamReader(child.output())).readLine();
                switch (i % 3) {
                    case 0 -> child.input().close();
                    case 1 -> child.cut();
                    default -> child.end(Duration.ofMillis(1), Duration.ofMillis(1));
                }
                if (i % 3 == 0) {
                    child.end(Duration.ofSeconds(20), Duration.ZERO);
                }
            }
        }

        /** Threads that wait for processes stay a minute for the next one; what else is left goes within moments. */
        private Counts settled() throws IOException {
            var counts = Counts.here(starter);
            for (long end = System.nanoTime() + 10_000_000_000L; System.nanoTime() < end && counts.processes() > 0; ) {
                Thread.onSpinWait();
                counts = Counts.here(starter);
            }
            return counts;
        }
    }
}
