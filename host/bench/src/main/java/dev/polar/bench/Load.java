package dev.polar.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What so many clients got through in a while, each sending its next call when the last is answered. */
record Load(double callsPerSecond, Samples millis) {

    /** @throws java.util.concurrent.ExecutionException if a single answer was wrong */
    static Load of(McpClient.Place place, int clients, Duration time) throws Exception {
        var ready = new ArrayList<McpClient>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                ready.add(new McpClient(place));
            }
            long start = System.nanoTime();
            var work = new ArrayList<Callable<Collection<Double>>>();
            for (var client : ready) {
                work.add(() -> calls(client, start, start + time.toNanos()));
            }
            var all = new ArrayList<Double>();
            for (Future<Collection<Double>> done : threads.invokeAll(work)) {
                all.addAll(done.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            var millis = all.stream().mapToDouble(Double::doubleValue).toArray();
            return new Load(millis.length / seconds, new Samples(millis));
        } finally {
            for (var client : ready) {
                client.close();
            }
        }
    }

    private static Collection<Double> calls(McpClient client, long start, long until) throws Exception {
        var millis = new ArrayList<Double>();
        for (long now = start; now < until; ) {
            long before = System.nanoTime();
            client.echo(
                    "call " + millis.size() + " of " + Thread.currentThread().getName());
            now = System.nanoTime();
            millis.add((now - before) / 1e6);
        }
        return millis;
    }
}
