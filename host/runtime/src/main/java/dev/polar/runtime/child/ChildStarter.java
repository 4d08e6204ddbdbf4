package dev.polar.runtime.child;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts every child from one platform thread that lives as long as the host: the kernel ends a process that asked to
 * die with its parent when the thread that started it ends, not when the host does.
 */
public final class ChildStarter implements AutoCloseable {
    /** Waits for a line before it becomes the program: by then it is in its control group. A host that died says none. */
    private static final List<String> WAIT = List.of("/bin/sh", "-c", "read -r go || exit 1; exec \"$@\"", "polar");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("child-starter").factory());
    private final Set<Child> alive = ConcurrentHashMap.newKeySet();
    private final Supplier<ControlGroups> groups;
    private final DiskWatch disks = new DiskWatch();
    private volatile boolean started;

    public ChildStarter() {
        this(ControlGroups::ofThisMachine);
    }

    ChildStarter(ControlGroups groups) {
        this(() -> groups);
    }

    private ChildStarter(Supplier<ControlGroups> groups) {
        this.groups = groups;
    }

    /** What holds a child together with all it starts. */
    public ControlGroups groups() {
        return groups.get();
    }

    /**
     * Starts a process with no environment, in the root directory.
     *
     * @param log takes what it writes to standard error, line by line, cut and capped
     * @throws Refusal {@code START_FAILED}
     */
    Child start(String name, List<String> command, Cage.Limits limits, Consumer<String> log) {
        return start(name, command, Map.of(), limits, log);
    }

    /** @param environment all of it */
    Child start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Cage.Limits limits,
            Consumer<String> log) {
        if (!Files.isExecutable(Path.of(command.getFirst()))) {
            throw failed(name, command.getFirst() + " is not a program");
        }
        Optional<ControlGroup> group = Optional.empty();
        started = true;
        try {
            group = groups.get().next(limits);
            var process = spawn(group.isPresent() ? waiting(command) : command, environment);
            var child = new Child(name, process, group, log);
            alive.add(child);
            process.onExit().thenRun(() -> {
                alive.remove(child);
                Thread.ofVirtual().start(child::removeGroup);
            });
            child.enterGroup();
            return child;
        } catch (IOException e) {
            group.ifPresent(ControlGroup::close);
            throw failed(name, String.valueOf(e.getMessage()));
        }
    }

    private Process spawn(List<String> command, Map<String, String> environment) throws IOException {
        return onTheThread(() -> {
            var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return builder.start();
        });
    }

    private Process onTheThread(Callable<Process> start) throws IOException {
        try {
            return thread.submit(start).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("its start was interrupted", e);
        }
    }

    private static List<String> waiting(List<String> command) {
        var line = new ArrayList<>(WAIT);
        line.addAll(command);
        return line;
    }

    private static Refusal failed(String name, String why) {
        return new Refusal(Code.START_FAILED, name + " cannot be started: " + why, "polar doctor");
    }

    /** Ends a child whose files in that directory take more than its limits say. */
    void watch(Child child, Path data, Cage.Limits limits) {
        disks.watch(child, data, limits);
    }

    /** How many children live. */
    public int alive() {
        return alive.size();
    }

    /** Ends every child at once. */
    @Override
    public void close() {
        var last = List.copyOf(alive);
        last.forEach(Child::kill);
        last.forEach(child -> child.end(Duration.ZERO, Duration.ZERO));
        thread.shutdown();
        disks.close();
        if (started) {
            groups.get().tidy();
        }
    }
}
