package dev.polar.host.broker;

import dev.polar.trust.text.CleanText;
import io.github.bucket4j.Bucket;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's log: lines in the host's log under the plugin's name, without control characters, a bounded number a minute. */
final class PluginLog implements System.Logger {
    private static final int LINES_PER_MINUTE = 600;
    private static final int MAX_LENGTH = 4_000;

    private final Logger log;
    private final Bucket lines = Bucket.builder()
            .addLimit(limit -> limit.capacity(LINES_PER_MINUTE).refillGreedy(LINES_PER_MINUTE, Duration.ofMinutes(1)))
            .build();

    PluginLog(String plugin) {
        this.log = LoggerFactory.getLogger("plugin." + plugin);
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
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        write(level, thrown == null ? message : message + ": " + thrown);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
        write(level, values == null || values.length == 0 ? format : MessageFormat.format(format, values));
    }

    private void write(Level level, String message) {
        if (!isLoggable(level) || !lines.tryConsume(1)) {
            return;
        }
        var line = CleanText.line(message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) + " ..." : message);
        switch (level) {
            case ERROR -> log.error("{}", line);
            case WARNING -> log.warn("{}", line);
            default -> log.info("{}", line);
        }
    }
}
