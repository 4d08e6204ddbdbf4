package dev.polar.worker;

import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The plugin's log, written by the host, which cuts and caps it; a plugin that says too much is not even sent on. */
final class HostLog implements System.Logger {
    private static final int LONGEST = 8_000;
    private static final int LINES_A_MINUTE = 1_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Asking asking;
    private final AtomicLong windowStart = new AtomicLong(System.nanoTime());
    private final AtomicInteger lines = new AtomicInteger();

    HostLog(String name, Asking asking) {
        this.name = name;
        this.asking = asking;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        write(level, thrown == null ? String.valueOf(message) : message + ": " + thrown);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
        if (isLoggable(level)) {
            write(
                    level,
                    format == null || values == null || values.length == 0
                            ? String.valueOf(format)
                            : formatted(format, values));
        }
    }

    private static String formatted(String format, @Nullable Object... values) {
        try {
            return MessageFormat.format(format, values);
        } catch (IllegalArgumentException notAPattern) {
            return format;
        }
    }

    private void write(Level level, String text) {
        if (isLoggable(level) && mayWrite()) {
            var line = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
            // Through a question mark for half a character, which a cut leaves and a message cannot hold.
            var whole = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            asking.tell(Method.LOG, Members.builder().add("level", level.name()).add("text", whole));
        }
    }

    private boolean mayWrite() {
        long now = System.nanoTime();
        long start = windowStart.get();
        if (now - start > MINUTE && windowStart.compareAndSet(start, now)) {
            lines.set(0);
        }
        return lines.incrementAndGet() <= LINES_A_MINUTE;
    }
}
