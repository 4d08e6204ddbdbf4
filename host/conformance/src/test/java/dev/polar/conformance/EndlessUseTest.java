package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A server that is taken away and brought back again and again, and called all the while, leaves nothing behind: no process,
 * no descriptor, no thread and no memory. {@code -Dpolar.reloads=1000 -Dpolar.calls=10000} for the long one.
 */
@Isolated
@Timeout(3600)
class EndlessUseTest {
    private static final int RELOADS = Integer.getInteger("polar.reloads", 4);
    private static final int CALLS = Integer.getInteger("polar.calls", 200);

    @TempDir
    Path scratch;

    @Test
    void reloads_and_calls_leave_nothing_behind() throws Exception {
        var hall = Hall.SHARED.get();
        var server = Fixture.stdio(
                scratch.resolve("local.coming"), "hostile", List.of("server.mjs", "web.mjs"), "server.mjs", "stdio");
        hall.install(server, "*=read");
        try (var agent = new Agent(hall.url(), hall.client("user"))) {
            use(hall, agent, Math.max(2, RELOADS / 10), CALLS / 10); // until everything is there that stays
            var before = Held.now();
            use(hall, agent, RELOADS, CALLS);
            var after = Held.now();
            System.out.println(RELOADS + " reloads, " + CALLS + " calls: " + before + " -> " + after);
            assertEquals(before.processes(), after.processes());
            assertTrue(after.descriptors() <= before.descriptors() + 16, before + " " + after);
            assertTrue(after.threads() <= before.threads() + 16, before + " " + after);
            // What an operator signed is kept: two statements for each reload, some 5 KiB.
            assertTrue(after.mebibytes() <= before.mebibytes() + 8 + RELOADS / 128, before + " " + after);
        }
    }

    private static void use(Hall hall, Agent agent, int reloads, int calls) throws IOException, InterruptedException {
        for (int i = 0; i < reloads; i++) {
            hall.polar("disable", "local.coming", "--yes");
            hall.consented("enable", "local.coming", "--effect", "*=read");
            for (int call = 0; call < calls / reloads; call++) {
                var answer = agent.ask(
                        "tools/call", "{\"name\":\"local-coming__echo\",\"arguments\":{\"text\":\"" + call + "\"}}");
                assertEquals("told: " + call, Agent.outcome(answer), answer::toString);
            }
        }
    }

    /**
     * What this process holds.
     *
     * @param processes those that it started and that live, and theirs
     * @param mebibytes of objects, after a collection
     */
    private record Held(long processes, long descriptors, int threads, long mebibytes) {
        static Held now() throws IOException {
            System.gc();
            try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return new Held(
                        ProcessHandle.current().descendants().count(),
                        descriptors.count(),
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
            }
        }
    }
}
