package dev.polar.runtime.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * What holds a child and all it starts together, however it forks: limits that count for all of it, and its end. Its
 * directories are one with version 2, and one for each controller with version 1.
 *
 * <p>Source: the kernel's admin-guide/cgroup-v2 and cgroup-v1/memory, cgroup-v1/pids.
 */
final class ControlGroup implements AutoCloseable {
    private static final long MOMENT = 2_000_000;
    private static final int MOMENTS = 250;

    private final Set<Path> directories;
    private final Cage.Limits limits;
    private Optional<String> excess = Optional.empty();
    private boolean crowded;
    private boolean closed;

    ControlGroup(Set<Path> directories, Cage.Limits limits) {
        this.directories = Set.copyOf(directories);
        this.limits = limits;
    }

    /** Makes the directories and sets the limits. */
    ControlGroup made() throws IOException {
        for (var directory : directories) {
            Files.createDirectory(directory);
            setIfThere(directory.resolve("memory.max"), limits.memoryBytes());
            setIfThere(directory.resolve("memory.swap.max"), 0);
            setIfThere(directory.resolve("memory.limit_in_bytes"), limits.memoryBytes());
            setIfThere(directory.resolve("memory.memsw.limit_in_bytes"), limits.memoryBytes());
            setIfThere(directory.resolve("pids.max"), limits.processes());
        }
        return this;
    }

    /** Puts a process into it; what that starts from now on is in it too. */
    void add(long pid) throws IOException {
        for (var directory : directories) {
            set(directory.resolve("cgroup.procs"), pid);
        }
    }

    /** Which limit ended what was in it, in words that follow "because it"; empty if none did. */
    synchronized Optional<String> excess() {
        return closed ? excess : readExcess();
    }

    private Optional<String> readExcess() {
        return counted("oom_kill", "memory.events", "memory.oom_control") > 0
                ? Optional.of("used more than " + Size.shown(limits.memoryBytes()))
                : Optional.empty();
    }

    /** Whether it was refused a process because it had too many. */
    synchronized boolean wasCrowded() {
        return closed ? crowded : counted("max", "pids.events") > 0;
    }

    private long counted(String key, String... files) {
        long most = 0;
        for (var directory : directories) {
            for (var file : files) {
                most = Math.max(most, value(directory.resolve(file), key));
            }
        }
        return most;
    }

    private static long value(Path file, String key) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(key + " "))
                            .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                            .sum()
                    : 0;
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** SIGKILL for all that is in it. */
    void kill() {
        for (var directory : directories) {
            try {
                setIfThere(directory.resolve("pids.max"), 0); // nothing new while the rest is killed
                setIfThere(directory.resolve("cgroup.kill"), 1);
            } catch (IOException e) {
                // The group is gone, or has neither: they are killed one by one.
            }
        }
        for (int i = 0; i < MOMENTS; i++) {
            var members = members();
            if (members.isEmpty()) {
                return;
            }
            members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(MOMENT);
        }
    }

    /** The processes in it. */
    Set<Long> members() {
        var members = new TreeSet<Long>();
        for (var directory : directories) {
            try {
                Files.readAllLines(directory.resolve("cgroup.procs")).forEach(line -> members.add(Long.valueOf(line)));
            } catch (IOException | UncheckedIOException gone) {
                // Nothing is in a group that is not there.
            }
        }
        members.remove(0L); // one of another process namespace
        return members;
    }

    /** Removes it. What ran in it has ended; the kernel may need a moment to see that. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        excess = readExcess();
        crowded = wasCrowded();
        closed = true;
        directories.forEach(ControlGroup::remove);
    }

    static boolean remove(Path directory) {
        for (int i = 0; i < MOMENTS; i++) {
            try {
                Files.deleteIfExists(directory);
                return true;
            } catch (IOException busy) {
                LockSupport.parkNanos(MOMENT);
            }
        }
        return false;
    }

    private static void setIfThere(Path file, long value) throws IOException {
        if (Files.exists(file)) {
            set(file, value);
        }
    }

    static void set(Path file, long value) throws IOException {
        set(file, Long.toString(value));
    }

    static void set(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }

    /** A group that is there already, with what is in it. */
    static ControlGroup found(Path directory) {
        return new ControlGroup(new LinkedHashSet<>(List.of(directory)), Cage.Limits.DEFAULT);
    }
}
