package dev.polar.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child lives as long as the host, no shorter and no longer. */
@Timeout(120)
class HostLifeTest {
    /** Seconds, more than the half minute after which idle carriers of virtual threads end; the pool runs others meanwhile. */
    private static final int IDLE = Integer.getInteger("polar.idle", 35);

    private static final String WAIT = "cat >/dev/null; sleep 100";

    @TempDir
    Path files;

    @Test
    void a_hundred_children_started_from_virtual_threads_outlive_those_threads() throws Exception {
        Needs.confinement();
        try (var starter = new ChildStarter()) {
            var children = new ArrayList<Child>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var starts = new ArrayList<Future<Child>>();
                for (int i = 0; i < 100; i++) {
                    starts.add(threads.submit(() -> start(starter, files)));
                }
                for (var start : starts) {
                    children.add(start.get());
                }
            }
            var one = ProcessHandle.of(children.getFirst().pid()).orElseThrow().onExit();
            assertThrows(TimeoutException.class, () -> one.get(IDLE, TimeUnit.SECONDS));
            assertEquals(100, children.stream().filter(Child::isAlive).count());
            assertEquals(100, starter.alive());
        }
    }

    @Test
    void a_host_that_is_killed_leaves_no_child_and_the_next_one_removes_its_groups() throws Exception {
        Needs.confinement();
        var host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        files.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new BufferedReader(new InputStreamReader(host.getInputStream()));
        assertEquals("ready", said.readLine());
        var children = host.descendants().toList();
        assertTrue(children.size() >= 25, "five cages of five processes at least: " + children.size());
        if (Needs.STARTER.groups().missing().isEmpty()) {
            assertFalse(groupsOf(host.pid()).isEmpty());
        }
        host.destroyForcibly();
        for (var child : children) {
            child.onExit().get(10, TimeUnit.SECONDS);
            assertFalse(child.isAlive());
        }
        Orphans.end(Path.of("/sys/fs/cgroup"));
        assertEquals(List.of(), groupsOf(host.pid()));
    }

    @Test
    void what_lives_on_in_the_group_of_a_host_that_is_gone_is_ended() throws Exception {
        Needs.controlGroups();
        var mine = GroupName.next();
        var gone = new GroupName(mine.namespace(), mine.pid(), mine.started() - 1, 1);
        var stray = new ProcessBuilder("/bin/sleep", "100").start();
        // Below a group of this one, so that no other host of this machine looks there meanwhile.
        var parent = place().resolve(mine.toString());
        var left = Files.createDirectories(parent.resolve(gone.toString()).resolve("1"));
        try {
            ControlGroup.found(left).add(stray.pid());
            Orphans.end(parent.getParent());
            assertTrue(stray.isAlive(), "what is below the group of a host that lives is that host's");
            Orphans.end(parent);
            assertTrue(stray.waitFor(10, TimeUnit.SECONDS));
            assertFalse(Files.exists(left.getParent()));
        } finally {
            stray.destroyForcibly();
            ControlGroup.remove(parent);
        }
    }

    private static List<Path> groupsOf(long host) throws IOException {
        var all = new ArrayList<Path>();
        for (var place : places()) {
            try (var groups = Files.newDirectoryStream(place, "polar.*." + host + ".*")) {
                groups.forEach(all::add);
            }
        }
        return all;
    }

    /** One of them; not any: a new group of some controllers takes no process before it is told more. */
    private static Path place() throws IOException {
        var own = OwnGroups.ofThisProcess();
        return Optional.ofNullable(own.byController().get("pids"))
                .or(own::unified)
                .orElseThrow();
    }

    /** Wherever a host may have put its groups. */
    private static Set<Path> places() throws IOException {
        var own = OwnGroups.ofThisProcess();
        var places = new LinkedHashSet<>(own.byController().values());
        own.unified().ifPresent(unified -> {
            places.add(unified);
            places.add(unified.getParent());
        });
        return places;
    }

    private static Child start(ChildStarter starter, Path files) {
        return Needs.confinement()
                .start(starter, "idle", Shell.cage(files, new Cage.Data.Fleeting(), WAIT), line -> {});
    }

    /** A small host: starts five children and waits to be killed. */
    static final class Host {
        public static void main(String[] args) throws IOException {
            var children = new ArrayList<Child>();
            for (int i = 0; i < 5; i++) {
                var cage = Shell.cage(
                        Path.of(args[0]),
                        new Cage.Data.Fleeting(),
                        "setsid sleep 100 & (sleep 100 &) ; echo up; " + WAIT);
                children.add(Needs.confinement().start(Needs.STARTER, "idle", cage, line -> {}));
            }
            for (var child : children) {
                new BufferedReader(new InputStreamReader(child.output())).readLine();
            }
            System.out.println("ready");
            System.in.read();
        }
    }
}
