package dev.polar.runtime.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Control groups of both versions; what they hold is in {@link LimitsTest}. */
@Timeout(60)
class ControlGroupTest {
    private static final String UNIFIED =
            "29 22 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";

    @Test
    void version_2_has_one_directory_for_all() {
        var own = OwnGroups.read(List.of("0::/user.slice/user-1000.slice/session-2.scope"), List.of(UNIFIED));
        assertEquals(Optional.of(Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope")), own.unified());
        assertEquals(Map.of(), own.byController());
    }

    @Test
    void version_1_has_one_for_each_controller_and_version_2_may_stand_beside_it() {
        var own = OwnGroups.read(
                List.of("8:pids:/", "5:cpu,cpuacct:/a", "4:memory:/a/b", "3:name=systemd:/", "0::/x"),
                List.of(
                        "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
                        "39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids",
                        "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
                        "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"));
        assertEquals(Path.of("/sys/fs/cgroup/memory/a/b"), own.byController().get("memory"));
        assertEquals(Path.of("/sys/fs/cgroup/pids"), own.byController().get("pids"));
        assertEquals(Path.of("/sys/fs/cgroup/cpu,cpuacct/a"), own.byController().get("cpu"));
        assertEquals(Optional.of(Path.of("/sys/fs/cgroup/unified/x")), own.unified());
    }

    @Test
    void in_a_container_paths_begin_where_its_mount_does() {
        var mount = "35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory";
        var here = OwnGroups.read(List.of("4:memory:/docker/abc/d"), List.of(mount));
        assertEquals(Path.of("/sys/fs/cgroup/memory/d"), here.byController().get("memory"));
        assertEquals(
                Map.of(),
                OwnGroups.read(List.of("4:memory:/docker/abcd"), List.of(mount)).byController());
        assertEquals(
                Map.of(), OwnGroups.read(List.of("4:memory:/"), List.of(mount)).byController());
        assertEquals(
                Optional.empty(),
                OwnGroups.read(List.of("0::/../other"), List.of(UNIFIED)).unified());
    }

    @Test
    void names_tell_whose_they_are() throws IOException {
        var name = GroupName.next();
        assertEquals(Optional.of(name), GroupName.read(name.toString()));
        assertFalse(name.isOrphan());
        assertFalse(new GroupName("1", 1, 1, 1).isOrphan(), "nothing can be said of another process namespace");
        assertTrue(
                new GroupName(name.namespace(), name.pid(), name.started() - 1, 1).isOrphan(), "a number used again");
        for (var other : List.of("polar", "polar.1.2.3", "polar.1.2.3.x", "polar.1.2.99999999999999999999.4")) {
            assertEquals(Optional.empty(), GroupName.read(other), other);
        }
    }

    @Test
    void all_in_a_group_of_version_2_is_killed_at_once() throws Exception {
        var group = new ControlGroup(Set.of(unified().resolve(GroupName.next().toString())), Cage.Limits.DEFAULT);
        var process = new ProcessBuilder("/bin/sh", "-c", "read -r go; setsid sleep 100 & sleep 100").start();
        try {
            group.made().add(process.pid());
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            while (group.members().size() < 3) {
                Thread.onSpinWait();
            }
            group.kill();
            assertEquals(Set.of(), group.members());
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
            group.close();
        }
    }

    /** With no controller at all: the rules about processes are the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_host_moves_aside_in_its_own_group_and_leaves_others_alone_in_theirs(boolean shared) throws Exception {
        var own = Files.createDirectory(unified().resolve(GroupName.next().toString()));
        var name = GroupName.next().toString();
        var host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        own.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var other = new ProcessBuilder("/bin/sleep", "100").start();
        try {
            ControlGroup.found(own).add(host.pid());
            if (shared) {
                ControlGroup.found(own).add(other.pid());
            }
            host.getOutputStream().write('\n');
            host.getOutputStream().flush();
            var place = new BufferedReader(new InputStreamReader(host.getInputStream())).readLine();
            assertEquals((shared ? own.getParent() : own).resolve(name).toString(), place);
            var there = ControlGroup.found(shared ? own : own.resolve("polar-host"));
            assertTrue(there.members().contains(host.pid()));
        } finally {
            other.destroyForcibly().waitFor();
            host.destroyForcibly().waitFor();
            for (var left : List.of(own.resolve(name), own.resolve("polar-host"), own, own.resolveSibling(name))) {
                ControlGroup.remove(left);
            }
        }
    }

    private static Path unified() throws IOException {
        return OwnGroups.ofThisProcess()
                .unified()
                .filter(Files::isWritable)
                .orElseGet(() -> Needs.missing("no group of version 2 can be made here (root)"));
    }

    /** A host that looks for a place when it is told to. */
    static final class Host {
        public static void main(String[] words) throws IOException {
            System.in.read();
            System.out.println(Delegated.below(Path.of(words[0]), List.of(), words[1])
                    .map(Path::toString)
                    .orElse("nowhere"));
            System.in.read();
        }
    }
}
