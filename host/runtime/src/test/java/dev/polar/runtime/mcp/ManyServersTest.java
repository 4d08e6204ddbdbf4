package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.polar.runtime.Needs;
import dev.polar.runtime.child.Interpreters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Many servers at once: what each costs the host, and that nothing of them stays once they are let go. {@code
 * -Dpolar.servers=100} for many. Alone, for it counts what this process has open.
 */
@Isolated
@Timeout(600)
class ManyServersTest {
    private static final int SERVERS = Integer.getInteger("polar.servers", 3);
    private static final Duration IDLE = Duration.ofSeconds(SERVERS < 10 ? 1 : 120);

    @TempDir
    Path files;

    @TempDir
    Path data;

    @Test
    void servers_that_were_let_go_leave_no_descriptor_and_come_back_when_they_are_called() throws Exception {
        Needs.confinement();
        Needs.node();
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/idle-server.mjs"))) {
            Files.copy(script, files.resolve("server.mjs"));
        }
        var here = new Here(data);
        var runtime = new McpRuntime(
                Needs.STARTER, Needs.confinement(), Interpreters.ofThisMachine(), here, Optional.of(IDLE), false);
        var warm = here.load(runtime, files, List.of(), node("srv", "server.mjs"));
        long nothing = descriptors();
        long empty = heap();
        var servers = new ArrayList<McpGeneration>();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(here.load(runtime, files, List.of(), node("srv" + i, "server.mjs")));
        }
        for (var server : servers) {
            assertEquals("1", count(server));
        }
        say("%d servers: %d descriptors and %d KiB of heap each", descriptors() - nothing, heap() - empty);
        assertTrue(descriptors() - nothing <= 8L * SERVERS, "descriptors: " + (descriptors() - nothing));
        await(() -> descriptors() <= nothing);
        say("%d servers let go: %d descriptors and %d KiB of heap each", descriptors() - nothing, heap() - empty);
        for (var server : servers) {
            assertEquals("1", count(server), "it was started again");
        }
        servers.forEach(server -> server.close(Duration.ZERO));
        warm.close(Duration.ZERO);
        await(() -> descriptors() <= nothing);
    }

    private static void say(String form, long descriptors, long bytes) {
        System.out.println(form.formatted(SERVERS, descriptors / SERVERS, bytes / SERVERS / 1024));
    }

    private static String count(McpGeneration server) {
        return server.invoke(call("count", "{}"), in(60))
                .content()
                .getJsonObject(0)
                .getString("text");
    }

    private static void await(BooleanSupplier what) {
        var end = Instant.now().plus(IDLE).plusSeconds(120);
        while (!what.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                fail("it did not come to that");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Pipes and sockets: files of the class path are opened when they are needed. */
    private static long descriptors() {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(ManyServersTest::isLine).count();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean isLine(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("(pipe|socket):.*");
        } catch (IOException gone) {
            return false;
        }
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
