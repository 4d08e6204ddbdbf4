package dev.polar.runtime.child;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Starts every child from one platform thread that lives as long as the host: the kernel ends a process that asked to
 * die with its parent when the thread that started it ends, not when the host does.
 */
public final class ChildStarter implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("child-starter").factory());
    private final Set<Child> alive = ConcurrentHashMap.newKeySet();

    /**
     * Starts a process with no environment, in the root directory.
     *
     * @param log takes what it writes to standard error, line by line, cut and capped
     * @throws Refusal {@code START_FAILED}
     */
    Child start(String name, List<String> command, Consumer<String> log) {
        try {
            var process = thread.submit(() -> spawn(command)).get();
            var child = new Child(name, process, log);
            alive.add(child);
            process.onExit().thenRun(() -> alive.remove(child));
            return child;
        } catch (ExecutionException e) {
            throw new Refusal(
                    Code.START_FAILED,
                    name + " cannot be started: " + e.getCause().getMessage(),
                    "polar doctor");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.START_FAILED, "starting " + name + " was interrupted", "try again");
        }
    }

    private static Process spawn(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        return builder.start();
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
    }
}
