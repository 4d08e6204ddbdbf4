package dev.polar.cli.bridge;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A program that says a line and hears what comes back, one after the other. */
final class Talk implements AutoCloseable {
    private final PipedOutputStream says = new PipedOutputStream();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> carrying;

    /** @param bridge between it and a host, that writes there */
    Talk(Function<PrintStream, Bridge> bridge) throws IOException {
        var in = new PipedInputStream(says, 1 << 16);
        var carrier = bridge.apply(new PrintStream(new Hearing(), true, StandardCharsets.UTF_8));
        carrying = CompletableFuture.runAsync(
                () -> {
                    try {
                        carrier.carry(in);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    void say(String line) throws IOException {
        says.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        says.flush();
    }

    JsonObject hears() throws InterruptedException {
        var line = Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing came within 20 s"));
        return StrictJson.object(line.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }

    /** It has nothing more to say, and its last answers are there. */
    void ends() throws Exception {
        says.close();
        carrying.get(20, TimeUnit.SECONDS);
    }

    boolean hasHeardAll() {
        return heard.isEmpty();
    }

    @Override
    public void close() throws IOException {
        says.close();
    }

    /** Line by line. */
    private final class Hearing extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int one) {
            if (one == '\n') {
                heard.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(one);
            }
        }
    }
}
