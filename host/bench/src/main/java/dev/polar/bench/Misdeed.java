package dev.polar.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A plugin that is asked to misbehave, again and again, by clients that mind nothing. */
final class Misdeed implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final long PAUSE = 100_000_000;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    Misdeed(McpClient.Place place) {
        for (int i = 0; i < CLIENTS; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> ask(place)));
        }
    }

    private void ask(McpClient.Place place) {
        try (var client = new McpClient(place)) {
            while (!over) {
                client.call();
                LockSupport.parkNanos(PAUSE);
            }
        } catch (IOException e) {
            System.err.println("a client of the one that misbehaves was cut off: " + e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (var thread : threads) {
            thread.join();
        }
    }
}
