package dev.polar.runtime.java;

import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation.Door;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one generation; nothing of a plugin runs on any other. They are platform threads, for a plugin that
 * spins on a virtual one takes a carrier from the whole host. They are this generation's alone, so what a plugin leaves
 * in a thread ends with it, and they are one {@link ThreadGroup}, so threads that a plugin starts can be named.
 */
final class PluginThreads {
    /** How much of one plugin runs at once; what was given up and does not end counts. */
    static final int MOST = 64;

    private static final int IDLE_SECONDS = 10;

    private final String plugin;
    private final ClassLoader loader;
    private final InstantSource clock;
    private final ThreadGroup group;
    private final ThreadPoolExecutor pool;
    private final Set<Flight<?>> flights = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    PluginThreads(String plugin, ClassLoader loader, InstantSource clock) {
        this.plugin = plugin;
        this.loader = loader;
        this.clock = clock;
        this.group = new ThreadGroup(top(), plugin);
        // Nothing inherited: the thread that happens to ask is the host's, and so are its locals.
        var threads = Thread.ofPlatform().group(group).daemon().inheritInheritableThreadLocals(false);
        this.pool = new ThreadPoolExecutor(
                0,
                MOST,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads.name(plugin + "-", 1).factory());
    }

    private static ThreadGroup top() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /**
     * Runs work of the plugin and waits for it.
     *
     * @param what it is, for people
     * @throws Refusal what the work threw, what cancelled it, {@code TOOL_TIMEOUT}, {@code TOOL_FAILED},
     *     {@code CONCURRENCY_LIMITED}, {@code PLUGIN_DISABLED}
     */
    <T> T run(String what, Instant deadline, Cancellation cancellation, Door<T> work) {
        var flight = new Flight<T>(what, clock.instant());
        flights.add(flight); // before asking: who closes either sees it or is seen
        if (closed) {
            flights.remove(flight);
            throw ended();
        }
        return fly(flight, deadline, cancellation, work);
    }

    /**
     * Begins work of the plugin and waits for nothing.
     *
     * @return what it came to, once its thread has left it; completed on that thread
     * @throws Refusal {@code CONCURRENCY_LIMITED}, {@code PLUGIN_DISABLED}
     */
    <T> CompletableFuture<T> begin(String what, Cancellation cancellation, Door<T> work) {
        var flight = new Flight<T>(what, clock.instant());
        flights.add(flight);
        if (closed) {
            flights.remove(flight);
            throw ended();
        }
        var interest =
                cancellation.onCancel(() -> flight.stop(cancellation.reason().orElseThrow()));
        flight.outcome().whenComplete((value, thrown) -> interest.close());
        launch(flight, work);
        return flight.outcome();
    }

    /** Runs the last work there is, after {@link #close}. */
    <T> T runLast(String what, Instant deadline, Door<T> work) {
        var flight = new Flight<T>(what, clock.instant());
        flights.add(flight);
        return fly(flight, deadline, new Cancellation(), work);
    }

    private <T> T fly(Flight<T> flight, Instant deadline, Cancellation cancellation, Door<T> work) {
        // Listening first: what is cancelled by now does not take off.
        try (var ignored =
                cancellation.onCancel(() -> flight.stop(cancellation.reason().orElseThrow()))) {
            launch(flight, work);
            return flight.await(Duration.between(clock.instant(), deadline));
        }
    }

    private <T> void launch(Flight<T> flight, Door<T> work) {
        try {
            pool.execute(() -> {
                Thread.currentThread().setContextClassLoader(loader);
                flight.fly(work, () -> flights.remove(flight));
                Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            });
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            flights.remove(flight);
            throw pool.isShutdown() ? ended() : full();
        }
    }

    private Refusal ended() {
        return ended(plugin);
    }

    static Refusal ended(String plugin) {
        return new Refusal(
                Code.PLUGIN_DISABLED,
                "this version of " + plugin + " was unloaded",
                "polar inspect " + plugin,
                Map.of("plugin", plugin));
    }

    private Refusal full() {
        return new Refusal(
                Code.CONCURRENCY_LIMITED,
                "no thread for " + plugin + ": " + flights.size() + " calls of it have not ended",
                "polar inspect " + plugin,
                Map.of("plugin", plugin));
    }

    /** What the plugin's threads, and those it starts without saying otherwise, belong to. */
    ThreadGroup group() {
        return group;
    }

    /** Lets nothing new in. */
    void close() {
        closed = true;
    }

    /** Waits for calls that somebody waits for. */
    void drain(Duration patience) {
        settle(patience, flights.stream().filter(flight -> !flight.givenUp()).toList());
    }

    /** Stops what somebody still waits for; how many that were. */
    int stopAll() {
        return (int) List.copyOf(flights).stream()
                .filter(flight -> flight.stop(ended()))
                .count();
    }

    /** Waits a moment for what was stopped. */
    void settle(Duration patience) {
        settle(patience, List.copyOf(flights));
    }

    private void settle(Duration patience, List<Flight<?>> landing) {
        var until = clock.instant().plus(patience);
        try {
            for (var flight : landing) {
                flight.landsWithin(Duration.between(clock.instant(), until));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts also the threads that the plugin started itself. */
    void interruptAll() {
        group.interrupt();
    }

    /** Ends the threads that can be ended, and waits a moment for them to be gone. */
    void end(Duration patience) {
        pool.shutdownNow();
        var until = clock.instant().plus(patience);
        try {
            var threads = new Thread[group.activeCount() + MOST];
            for (int i = group.enumerate(threads); i > 0; i--) {
                threads[i - 1].join(positive(Duration.between(clock.instant(), until)));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration positive(Duration time) {
        return time.isPositive() ? time : Duration.ofNanos(1);
    }

    /** Work that was given up and has not ended, in words. */
    List<String> overdue() {
        return flights.stream()
                .filter(Flight::givenUp)
                .map(flight -> flight.describe(clock.instant()))
                .sorted()
                .toList();
    }
}
