package dev.polar.host.broker;

import dev.polar.trust.text.CleanText;
import io.github.bucket4j.Bucket;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A plugin's log: lines in the host's log under the plugin's name, without control characters, a bounded number a minute. */
final class PluginLog implements System.Logger {
    private static final int LINES_PER_MINUTE = 600;
    private static final int MAX_LENGTH = 4_000;
    private static final int LONGEST_READ = 64_000;

    private final Logger log;
    private final Bucket lines = Bucket.builder()
            .addLimit(limit -> limit.capacity(LINES_PER_MINUTE).refillGreedy(LINES_PER_MINUTE, Duration.ofMinutes(1)))
            .build();

    private final UnaryOperator<String> mask;

    /** @param mask takes secrets out of a line */
    PluginLog(Logger log, UnaryOperator<String> mask) {
        this.mask = mask;
        this.log = log;
    }

    @Override
    public String getName() {
        return log.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        write(level, thrown == null ? message : message + ": " + thrown);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
        if (isLoggable(level)) {
            write(level, format == null || values == null || values.length == 0 ? format : formatted(format, values));
        }
    }

    private static String formatted(String format, @Nullable Object... values) {
        try {
            return MessageFormat.format(format, values);
        } catch (IllegalArgumentException notAPattern) {
            return format;
        }
    }

    private void write(Level level, @Nullable String text) {
        if (!isLoggable(level) || !lines.tryConsume(1)) {
            return;
        }
        var whole = String.valueOf(text);
        var message = mask.apply(CleanText.line(whole.substring(0, Math.min(whole.length(), LONGEST_READ))));
        var line = message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) + " ..." : message;
        switch (level) {
            case ERROR -> log.error("{}", line);
            case WARNING -> log.warn("{}", line);
            default -> log.info("{}", line);
        }
    }
}
