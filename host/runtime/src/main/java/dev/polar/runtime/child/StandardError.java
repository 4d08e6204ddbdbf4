package dev.polar.runtime.child;

import dev.polar.runtime.rpc.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Drains a child's standard error, so that it never waits for a reader, into a log that it cannot fill. */
final class StandardError {
    /** Whoever shows a line cuts it further, when the secrets are out of it. */
    private static final int MAX_LINE = 64_000;

    private static final int MAX_LINES_A_MINUTE = 200;
    private static final long A_SECOND = 1 << 20;
    private static final long MINUTE = 60_000_000_000L;

    private final InputStream in;
    private final Consumer<String> log;
    private final Thread thread;
    private final StringBuilder line = new StringBuilder();
    private final Pace pace = new Pace(A_SECOND);
    private volatile String last = "";
    private long windowStart = System.nanoTime();
    private int inWindow;

    StandardError(String name, InputStream in, Consumer<String> log) {
        this.in = in;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("stderr " + name).unstarted(this::drain);
    }

    void open() {
        thread.start();
    }

    String last() {
        return last;
    }

    /** Gives what was already written a moment to arrive. */
    void close() {
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        var buffer = new char[4_096];
        try (var text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            for (int n = text.read(buffer); n > 0; n = text.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    take(buffer[i]);
                }
                pace.took(n);
            }
            take('\n');
        } catch (IOException e) {
            // The pipe was closed with its process.
        }
    }

    private void take(char c) {
        if (c == '\n') {
            if (!line.isEmpty()) {
                last = line.toString();
                line.setLength(0);
                pass(last);
            }
        } else if (line.length() < MAX_LINE) {
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
    }

    private void pass(String text) {
        long now = System.nanoTime();
        if (now - windowStart > MINUTE) {
            windowStart = now;
            inWindow = 0;
        }
        if (++inWindow <= MAX_LINES_A_MINUTE) {
            log.accept(text);
        } else if (inWindow == MAX_LINES_A_MINUTE + 1) {
            log.accept("(more than " + MAX_LINES_A_MINUTE + " lines in a minute; the rest of them is dropped)");
        }
    }
}
