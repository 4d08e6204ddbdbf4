package dev.polar.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Reads one plugin's skill again and again until it is refused. */
final class Probe implements AutoCloseable {
    private final Reader reader;
    private final String plugin;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final FutureTask<Seen> work = new FutureTask<>(this::read);

    /**
     * Times are of {@link System#nanoTime}.
     *
     * @param lastSent when the last call that was answered was sent
     * @param asked when the call was sent that was refused
     * @param refused when that refusal arrived
     */
    record Seen(long lastSent, long asked, long refused) {}

    Probe(Node node, String plugin) throws IOException {
        this.reader = node.reader();
        this.plugin = plugin;
        Thread.ofPlatform().daemon().start(work);
    }

    /** Returns once the plugin has answered. */
    void await() throws Exception {
        if (!answered.await(30, TimeUnit.SECONDS)) {
            throw new IOException(plugin + " does not answer");
        }
    }

    Seen seen() throws Exception {
        try {
            return work.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(plugin, e.getCause());
        }
    }

    private Seen read() throws IOException {
        for (long sent = System.nanoTime(), before = sent; ; before = sent) {
            sent = System.nanoTime();
            if (!reader.reads(plugin)) {
                return new Seen(before, sent, System.nanoTime());
            }
            answered.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
