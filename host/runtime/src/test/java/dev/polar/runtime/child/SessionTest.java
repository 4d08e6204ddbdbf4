package dev.polar.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.runtime.seccomp.Architecture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without a process namespace and without control groups, what a child started is found by its session. */
@Timeout(60)
class SessionTest {
    /** Two orphans that hear no signal but the last, and whose parent is gone. */
    private static final String ORPHANS = "trap '' TERM HUP; (sleep 600 <&- >&- 2>&- & sleep 600 <&- >&- 2>&- &); ";

    @TempDir
    Path run;

    @TempDir
    Path files;

    @Test
    void all_that_a_child_started_ends_with_it() throws IOException {
        try (var starter = new ChildStarter(ControlGroups.NONE)) {
            var child = start(starter, ORPHANS + "echo ready; while :; do sleep 1; done");
            awaitReady(child.output());
            var session = Session.of(child.pid()).orElseThrow();
            assertTrue(session.members().size() >= 3, session.members().toString());
            assertEquals(List.of(), child.end(Duration.ofMillis(20), Duration.ofMillis(50)));
            assertEquals(List.of(), session.members());
            assertTrue(isEmpty(run));
        }
    }

    @Test
    void what_outlives_a_child_that_left_by_itself_is_ended() throws Exception {
        try (var starter = new ChildStarter(ControlGroups.NONE)) {
            var child = start(starter, ORPHANS + "echo ready; cat");
            awaitReady(child.output());
            var members = Session.of(child.pid()).orElseThrow().members();
            child.input().close();
            for (var member : members) {
                member.onExit().get(20, TimeUnit.SECONDS);
            }
            child.cut();
            assertTrue(isEmpty(run));
        }
    }

    @Test
    void whatever_it_makes_of_its_temporary_files_they_go_with_it() throws IOException {
        try (var starter = new ChildStarter(ControlGroups.NONE)) {
            var name = "d".repeat(200);
            var child = start(
                    starter,
                    "cd " + Cage.TMP + "; mkdir -m 0 closed; ln -s / root; mkfifo pipe;"
                            + " for i in $(seq 50); do mkdir " + name + "; cd " + name + "; done; echo ready; cat");
            awaitReady(child.output());
            assertEquals(List.of(), child.cut());
            assertTrue(isEmpty(run));
        }
    }

    @Test
    void what_a_killed_host_left_ends_at_the_next_start() throws Exception {
        Needs.landlock();
        var host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        run.toString(),
                        files.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var pid = Long.parseLong(new BufferedReader(new InputStreamReader(host.getInputStream())).readLine());
        var session = Session.of(pid).orElseThrow();
        var members = session.members();
        assertTrue(members.size() >= 3, members.toString());

        Scratch.clear(run);
        assertEquals(members.size(), session.members().size(), "its host lives");

        host.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
        ProcessHandle.of(pid).ifPresent(leader -> leader.onExit().join());
        assertEquals(2, session.members().size(), "the child died with its host, and left two");
        Scratch.clear(run);
        assertEquals(List.of(), session.members());
        assertTrue(isEmpty(run));
    }

    @Test
    void another_process_with_a_number_on_record_is_left_alone() throws Exception {
        var another = new ProcessBuilder("/usr/bin/setsid", "/bin/sh", "-c", "echo ready; cat").start();
        awaitReady(another.getInputStream());
        long started = Session.of(another.pid()).orElseThrow().started();
        var earlier = new Session(another.pid(), started - 1);
        assertEquals(List.of(), earlier.members());
        assertFalse(new Session(another.pid(), started).members().isEmpty());

        var note = Files.createDirectories(run.resolve("child1")).resolve("child");
        var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim()
                + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        Files.writeString(note, boot + " 1 1 " + another.pid() + " " + (started - 1));
        Scratch.clear(run);
        assertTrue(another.isAlive());
        assertFalse(Files.exists(note));
        another.getOutputStream().close();
        another.waitFor();
    }

    private Child start(ChildStarter starter, String script) {
        Needs.landlock();
        return new Landlocked(Architecture.here().orElseThrow(), run)
                .start(starter, "test", Shell.cage(files, new Cage.Data.Fleeting(), script), line -> {});
    }

    private static void awaitReady(InputStream output) throws IOException {
        assertEquals("ready", new BufferedReader(new InputStreamReader(output)).readLine());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** A small host: starts a child with orphans, says its number and waits to be killed. */
    static final class Host {
        public static void main(String[] args) throws IOException {
            var starter = new ChildStarter(ControlGroups.NONE);
            var child = new Landlocked(Architecture.here().orElseThrow(), Path.of(args[0]))
                    .start(
                            starter,
                            "test",
                            Shell.cage(
                                    Path.of(args[1]), new Cage.Data.Fleeting(), ORPHANS + "echo ready; exec sleep 600"),
                            line -> {});
            awaitReady(child.output());
            System.out.println(child.pid());
            System.in.read();
        }
    }
}
