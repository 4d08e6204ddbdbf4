package dev.polar.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path files;

    @Test
    void one_that_leaves_when_its_input_ends_is_left_to_leave() throws IOException {
        var child = start("cat; echo left by itself >&2; exit 3");
        child.input().close();
        assertEquals(List.of(), child.end(LONG, LONG));
        assertEquals(Optional.of(3), child.awaitExit(LONG));
        assertEquals("left by itself", child.lastWords());
    }

    @Test
    void one_that_stays_is_asked_and_may_tidy_up() throws IOException {
        var child = start("trap 'echo told >&2; exit 0' TERM; echo ready; while :; do read x || sleep 0.01; done");
        awaitReady(child);
        assertEquals(List.of(), child.end(Duration.ofMillis(50), LONG));
        assertEquals("told", child.lastWords());
    }

    @Test
    void one_that_does_not_listen_is_killed_with_all_it_started() throws IOException {
        var child = start("trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & echo ready; wait; sleep 100");
        awaitReady(child);
        var family = ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
        assertTrue(family.size() >= 3, "bubblewrap's own, the shell and what it started: " + family);
        assertEquals(List.of(), child.end(Duration.ofMillis(50), Duration.ofMillis(50)));
        family.forEach(process -> assertFalse(process.isAlive(), process + " is still there"));
    }

    @Test
    void what_it_complains_about_is_logged_cut_and_capped() throws Exception {
        var lines = new LinkedBlockingQueue<String>();
        var script = "printf 'a\\033[31mb\\n' >&2; head -c 70000 /dev/zero | tr '\\0' x >&2; echo >&2;"
                + " i=0; while [ $i -lt 300 ]; do echo line $i >&2; i=$((i+1)); done";
        var child = Needs.confinement()
                .start(Needs.STARTER, "test", Shell.cage(files, new Cage.Data.Fleeting(), script), lines::add);
        child.end(LONG, Duration.ZERO);
        assertEquals("a [31mb", lines.poll(1, TimeUnit.SECONDS));
        assertEquals("x".repeat(64_000), lines.poll(1, TimeUnit.SECONDS));
        assertEquals(199, lines.size(), "198 more, and that there is more");
    }

    @Test
    void a_program_that_is_not_there_is_refused() {
        var refusal = assertThrows(
                Refusal.class,
                () -> Needs.STARTER.start("ghost", List.of("/nowhere/ghost"), Cage.Limits.DEFAULT, line -> {}));
        assertEquals(Code.START_FAILED, refusal.code());
    }

    private Child start(String script) {
        return Shell.start(files, new Cage.Data.Fleeting(), script);
    }

    private static void awaitReady(Child child) throws IOException {
        assertEquals("ready", new BufferedReader(new InputStreamReader(child.output())).readLine());
    }
}
