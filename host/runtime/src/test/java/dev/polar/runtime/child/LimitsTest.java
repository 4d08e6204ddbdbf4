package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.runtime.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a child cannot use up: the host and a neighbour go on. */
@Timeout(60)
class LimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Cage.Limits SMALL = new Cage.Limits(64L << 20, 40, 256, 1L << 20, 2L << 20, 4L << 20);

    @TempDir
    Path files;

    @TempDir
    Path data;

    private Child neighbour;

    @BeforeEach
    void aNeighbour() throws IOException {
        neighbour = Shell.start(files, new Cage.Data.Fleeting(), "while read word; do echo $word; done");
        answers();
    }

    @AfterEach
    void theNeighbourGoesOn() throws IOException {
        answers();
        assertEquals(List.of(), neighbour.end(Duration.ZERO, Duration.ZERO));
    }

    @Test
    void one_that_takes_all_memory_is_ended_for_it() {
        Needs.controlGroups();
        var child = start("exec python3 -c 'held = [b\"x\" * (1 << 20) for _ in range(10000)]'");
        assertTrue(child.awaitExit(LONG).isPresent());
        assertEquals("was ended because it used more than 64 MiB", child.ending());
        assertEquals(List.of(), child.end(Duration.ZERO, Duration.ZERO));
        assertEquals("was ended because it used more than 64 MiB", child.ending(), "also when all is put away");
    }

    @Test
    void what_it_started_counts_with_it() {
        Needs.controlGroups();
        var eat = "python3 -c \"import time; held = b'x' * (20 << 20); time.sleep(60)\"";
        var child = start("for i in 1 2 3 4 5; do " + eat + " & done; wait -n; kill -9 $$", "/bin/bash");
        assertTrue(child.awaitExit(LONG).isPresent());
        assertEquals("was ended because it used more than 64 MiB", child.ending());
        child.end(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void scratch_files_are_memory_and_count_as_such() {
        Needs.controlGroups();
        var limits = new Cage.Limits(32L << 20, 40, 256, 1L << 30, 1L << 30, 0);
        var child = start("head -c 100000000 /dev/zero > /tmp/x; kill -9 $$", "/bin/sh", limits);
        assertTrue(child.awaitExit(LONG).isPresent());
        assertEquals("was ended because it used more than 32 MiB", child.ending());
        child.end(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void a_fork_bomb_stays_as_small_as_its_limit_and_ends_whole() throws IOException {
        Needs.controlGroups();
        var child = start("bash -c 'bomb() { bomb | bomb & }; bomb; sleep 60' & exec cat");
        while (!child.wasCrowded()) {
            Thread.onSpinWait();
        }
        answers();
        var family = ProcessHandle.of(child.pid()).orElseThrow().descendants().count();
        assertTrue(family <= SMALL.processes(), family + " processes");
        assertEquals(List.of(), child.end(Duration.ZERO, Duration.ZERO));
        assertTrue(child.ending().endsWith(", after it wanted too many processes"), child.ending());
    }

    @Test
    void many_that_compute_get_no_more_of_the_processors_than_one() throws IOException {
        assumeTrue(Needs.STARTER.groups().shown().contains("cpu"), "no control group for processors here");
        var compute = "while :; do :; done";
        var many = start("for i in $(seq 16); do (" + compute + ") & done; echo go; wait");
        assertEquals("go", said(many));
        var one = start("echo go; " + compute);
        assertEquals("go", said(one));
        long before = computed(many);
        while (computed(one) < 1_000) {
            Thread.onSpinWait();
        }
        long more = computed(many) - before;
        many.cut();
        one.cut();
        assertTrue(more < 6_000, "sixteen computed for " + more + " ms while one did for a second");
    }

    private static long computed(Child child) {
        return ProcessHandle.of(child.pid())
                .orElseThrow()
                .descendants()
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
                .sum();
    }

    @Test
    void what_nobody_reads_waits_in_the_pipe() throws IOException {
        var child = start("head -c 10737418240 /dev/zero; echo never >&2");
        assertEquals(Optional.empty(), child.awaitExit(Duration.ofMillis(300)));
        answers();
        assertTrue(child.output().available() <= 1 << 20, "a pipe holds no more");
        assertEquals(List.of(), child.end(Duration.ZERO, Duration.ZERO));
        assertEquals("", child.lastWords());
    }

    @Test
    void endless_complaints_are_read_slowly_and_mostly_dropped() throws Exception {
        var lines = new LinkedBlockingQueue<String>();
        var script = "yes complaint >&2 & sleep 1; cat /proc/$!/io | grep wchar; kill $!";
        var child = Needs.confinement()
                .start(Needs.STARTER, "loud", Shell.cage(files, new Cage.Data.Fleeting(), script), lines::add);
        assertEquals("complaint", lines.poll(10, TimeUnit.SECONDS));
        long written = Long.parseLong(said(child).replace("wchar: ", ""));
        assertTrue(written <= 4 << 20, written + " bytes were taken from it in a second");
        child.end(LONG, Duration.ZERO);
        assertTrue(lines.size() <= 200, lines.size() + " lines");
    }

    @Test
    void files_that_add_up_to_too_much_end_it() {
        var script =
                "i=0; while :; do i=$((i+1)); head -c 1000000 /dev/zero > /data/$i || exit 1; [ $i -lt 8 ] || cat; done";
        var cage = Shell.cage(files, new Cage.Data.Writable(data), script);
        var child = Needs.confinement().start(Needs.STARTER, "full", Shell.with(cage, SMALL), line -> {});
        assertTrue(child.awaitExit(LONG).isPresent());
        assertEquals("was ended because it keeps more than 4 MiB of files", child.ending());
    }

    @Test
    void files_that_cannot_be_counted_are_too_many() throws IOException {
        var hidden = Files.createDirectories(data.resolve("a"));
        assertEquals(Optional.empty(), DiskWatch.excess(data, 1 << 20));
        for (int i = 0; i < 300; i++) {
            Files.createFile(hidden.resolve("empty" + i));
        }
        assertEquals(
                "keeps more than 1 MiB of files",
                DiskWatch.excess(data, 1 << 20).orElseThrow());
        // Shared and not its own, so that nobody looks there but the test.
        var deep = sharing("for i in $(seq 50); do d=" + "d".repeat(200) + "; mkdir $d; cd $d; done; echo there; cat");
        assertEquals("there", said(deep));
        assertEquals(
                "keeps files that cannot be counted",
                DiskWatch.excess(data, 1 << 30).orElseThrow());
        deep.end(Duration.ZERO, Duration.ZERO);
        assertEquals(Optional.of(0), sharing("rm -rf ./*").awaitExit(LONG));
    }

    private Child sharing(String script) {
        var cage = Shell.cage(files, new Cage.Data.Fleeting(), "cd " + data + "; " + script);
        var share = new Cage(
                cage.files(),
                cage.data(),
                List.of(new Cage.Share(data, true)),
                cage.programs(),
                cage.environment(),
                cage.directory(),
                cage.command(),
                cage.egress(),
                cage.limits());
        return Needs.confinement().start(Needs.STARTER, "test", share, line -> {});
    }

    private void answers() throws IOException {
        neighbour.input().write("still\n".getBytes(UTF_8));
        neighbour.input().flush();
        assertEquals("still", said(neighbour));
    }

    private Child start(String script) {
        return start(script, "/bin/sh");
    }

    private Child start(String script, String shell) {
        return start(script, shell, SMALL);
    }

    private Child start(String script, String shell, Cage.Limits limits) {
        var cage = Shell.with(Shell.cage(files, new Cage.Data.Writable(data), shell, script), limits);
        return Needs.confinement().start(Needs.STARTER, "test", cage, line -> {});
    }

    private static String said(Child child) throws IOException {
        return new BufferedReader(new InputStreamReader(child.output(), UTF_8)).readLine();
    }
}
