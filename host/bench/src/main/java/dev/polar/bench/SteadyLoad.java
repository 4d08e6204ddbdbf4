package dev.polar.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that read one plugin's skill without a pause, to have something going on. */
final class SteadyLoad implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;
    private volatile boolean failed;

    SteadyLoad(Node node, String plugin, int clients) {
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> read(node, plugin)));
        }
    }

    private void read(Node node, String plugin) {
        try (var reader = node.reader()) {
            while (!over) {
                failed |= !reader.reads(plugin);
            }
        } catch (IOException e) {
            failed = true;
        }
    }

    /** Whatever was revoked, this was not. */
    void requireSteady() throws IOException {
        if (failed) {
            throw new IOException("a plugin that nobody revoked was refused");
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
