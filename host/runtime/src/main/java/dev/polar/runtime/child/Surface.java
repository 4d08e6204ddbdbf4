package dev.polar.runtime.child;

import dev.polar.runtime.landlock.Orders.Reach;
import dev.polar.runtime.landlock.Orders.Right;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every process needs of the machine, where it sees all of it and may reach only what is named. */
final class Surface {
    private static final List<String> PROGRAMS =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache");

    /** Public, and programs that find them forbidden instead of missing give up. */
    private static final List<String> SETTINGS = List.of(
            "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/etc/pki/tls/openssl.d", "/etc/crypto-policies");

    private static final List<String> DEVICES = List.of("/dev/null", "/dev/zero", "/dev/full");

    private static final List<String> RANDOM = List.of("/dev/random", "/dev/urandom");

    /**
     * Of the machine as a whole, for runtimes that size themselves. Nothing by process, the caller's own included: a
     * rule cannot tell those of one process from those of another, and command lines would be in sight.
     */
    private static final List<String> FIGURES = List.of(
            "/proc/cpuinfo",
            "/proc/meminfo",
            "/proc/stat",
            "/proc/uptime",
            "/proc/loadavg",
            "/proc/version",
            "/proc/filesystems",
            "/proc/sys/vm/overcommit_memory",
            "/proc/sys/kernel/pid_max",
            "/proc/sys/kernel/threads-max",
            "/sys/devices/system/cpu/online",
            "/sys/devices/system/cpu/possible");

    private Surface() {}

    static List<Reach> ofTheSystem() {
        var reach = new ArrayList<Reach>();
        add(reach, PROGRAMS, Right.READ);
        add(reach, SETTINGS, Right.READ);
        add(reach, DEVICES, Right.WRITE);
        add(reach, RANDOM, Right.READ);
        add(reach, FIGURES, Right.READ);
        return reach;
    }

    private static void add(List<Reach> reach, List<String> paths, Right right) {
        paths.stream()
                .map(Path::of)
                // The target of a link to a directory is named itself, or not meant.
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path))
                .forEach(path -> reach.add(new Reach(path.toString(), right)));
    }

    /** The kernel limits a user's processes and threads all together; a child may have so many more than there are. */
    static long tasksOfThisUser() throws IOException {
        var user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        long tasks = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                tasks += tasks(process, user);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return tasks;
    }

    private static long tasks(Path process, Object user) {
        try {
            if (!Files.getAttribute(process, "unix:uid").equals(user)) {
                return 0;
            }
            return Files.readAllLines(process.resolve("status")).stream()
                    .filter(line -> line.startsWith("Threads:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring("Threads:".length()).trim()))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
