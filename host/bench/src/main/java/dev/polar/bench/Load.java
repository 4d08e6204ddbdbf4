package dev.polar.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** What so many clients got through in a while, each sending its next call when the last is answered. */
record Load(double callsPerSecond, Samples millis) {

    /** @throws java.util.concurrent.ExecutionException if a single answer was wrong */
    static Load of(McpClient.Place place, int clients, Duration time) throws Exception {
        return of(
                place,
                clients,
                time,
                client -> number -> client.echo(
                        "call " + number + " of " + Thread.currentThread().getName()));
    }

    /** The same with another call than an echo. */
    static Load of(McpClient.Place place, int clients, Duration time, Function<McpClient, Work> call) throws Exception {
        var ready = new ArrayList<McpClient>();
        try {
            for (int i = 0; i < clients; i++) {
                ready.add(new McpClient(place));
            }
            return of(ready.stream().map(call).toList(), time);
        } finally {
            for (var client : ready) {
                client.close();
            }
        }
    }

    /** What one caller does again and again, with a number that counts. */
    @FunctionalInterface
    interface Work {
        void once(int number) throws Exception;
    }

    /** A thread for each, all at once. */
    static Load of(List<Work> callers, Duration time) throws Exception {
        return of(callers, time, Thread.ofPlatform().factory());
    }

    /** A virtual thread for each, as a host has them. */
    static Load ofVirtual(List<Work> callers, Duration time) throws Exception {
        return of(callers, time, Thread.ofVirtual().factory());
    }

    private static Load of(List<Work> callers, Duration time, ThreadFactory factory) throws Exception {
        try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
            long start = System.nanoTime();
            var work = new ArrayList<Callable<Collection<Double>>>();
            for (var caller : callers) {
                work.add(() -> calls(caller, start, start + time.toNanos()));
            }
            var all = new ArrayList<Double>();
            for (Future<Collection<Double>> done : threads.invokeAll(work)) {
                all.addAll(done.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Load(all.size() / seconds, Samples.of(all));
        }
    }

    private static Collection<Double> calls(Work caller, long start, long until) throws Exception {
        var millis = new ArrayList<Double>();
        for (long now = start; now < until; ) {
            long before = System.nanoTime();
            caller.once(millis.size());
            now = System.nanoTime();
            millis.add((now - before) / 1e6);
        }
        return millis;
    }
}
