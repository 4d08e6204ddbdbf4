package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.gate.Outcome;
import dev.polar.host.store.Database;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while an approved call executes: nobody knows whether it happened, and nothing repeats it. */
@Timeout(180)
class KilledCallTest {
    private static final Path CACHE = Path.of(System.getProperty("basedir", "."), "target", "cache");

    @TempDir
    Path data;

    @Test
    void a_call_that_executed_when_its_host_was_killed_is_unknown_and_never_run_again_by_itself() throws Exception {
        var id = approvedAndKilledInside();
        var client = new Caller.Client("claude");
        try (var database = Database.embedded(data, CACHE);
                var world = new AskedWorld(data, database, List.of(), call -> {
                    KilledCall.left(data);
                    return FakeGeneration.text("done");
                })) {
            assertEquals(ApprovalState.UNKNOWN, world.approvals.find(id).state());
            assertEquals(0, world.approvals.find(id).usesLeft(), "two of three uses were left");
            assertEquals(id, world.approvals.list().getFirst().id());
            var again = world.gate.call(AskedWorld.call(client, "s", "a"));
            assertEquals(
                    Code.APPROVAL_REQUIRED,
                    assertInstanceOf(Outcome.Refused.class, again).why().code());
            assertEquals("ran\n", Files.readString(data.resolve(KilledCall.RUNS)));
            world.consent(world.anna, "approval.reconcile", id, "happened", "true", "reason", "there is a line");
            assertEquals(ApprovalState.EXECUTED, world.approvals.find(id).state());
        }
    }

    private String approvedAndKilledInside() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var host = new ProcessBuilder(List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledCall.class.getName(),
                        data.toString(),
                        CACHE.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var id = "";
        try (var lines = host.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("approved ")) {
                    id = line.substring("approved ".length());
                }
                if (line.equals("entered")) {
                    // Through its handle: the pipe stays open.
                    host.toHandle().destroyForcibly();
                }
            }
        } finally {
            host.destroyForcibly();
            host.waitFor(10, TimeUnit.SECONDS);
        }
        assertTrue(id.startsWith("ap-"), "the host ended by itself");
        return id;
    }
}
