package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class PluginLogTest {
    private final Lines lines = new Lines();
    private final PluginLog log = new PluginLog(lines, line -> line.replace("hunter2hunter2", "[secret:token]"));

    @Test
    void a_line_keeps_its_level() {
        log.log(Level.INFO, "started {0} of {1}", 1, 2);
        log.log(Level.WARNING, "slow");
        log.log(Level.ERROR, "failed", new IllegalStateException("why"));
        log.log(Level.DEBUG, "detail");
        log.log(Level.TRACE, () -> "more detail");
        assertEquals(
                List.of("INFO started 1 of 2", "WARN slow", "ERROR failed: java.lang.IllegalStateException: why"),
                lines.written);
        assertFalse(log.isLoggable(Level.DEBUG));
        assertFalse(log.isLoggable(Level.OFF));
    }

    @Test
    void a_line_stays_one_line_and_cannot_command_a_terminal() {
        log.log(Level.INFO, "one\nINFO two\r\u001b[2J\u202e {} three");
        assertEquals(1, lines.written.size());
        var line = lines.written.getFirst();
        assertTrue(line.contains("{} three"), line);
        assertTrue(line.chars().noneMatch(c -> c < 0x20 || c == 0x202e), line);
    }

    @Test
    void a_secret_does_not_show() {
        log.log(Level.INFO, "token hunter2hunter2 and hunter2\u200bhunter2");
        assertEquals(List.of("INFO token [secret:token] and [secret:token]"), lines.written);
    }

    @Test
    void a_long_line_is_cut_after_it_was_masked() {
        log.log(Level.INFO, "x".repeat(3_993) + "hunter2hunter2");
        assertFalse(lines.written.getFirst().contains("hunter2"));
        log.log(Level.INFO, "y".repeat(1_000_000));
        assertTrue(lines.written.getLast().length() < 4_100);
    }

    @Test
    void what_is_no_pattern_is_written_as_it_is() {
        log.log(Level.INFO, "{ \"a\": {0 }", "value");
        log.log(Level.INFO, (String) null);
        assertEquals(List.of("INFO { \"a\": {0 }", "INFO null"), lines.written);
    }

    @Test
    void a_flood_is_cut_off() {
        for (int line = 0; line < 5_000; line++) {
            log.log(Level.INFO, "again");
        }
        assertTrue(lines.written.size() >= 600 && lines.written.size() < 1_200, () -> "" + lines.written.size());
    }

    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        final transient List<String> written = new ArrayList<>();

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                org.slf4j.event.Level level,
                @Nullable Marker marker,
                String message,
                @Nullable Object @Nullable [] values,
                @Nullable Throwable thrown) {
            written.add(level + " " + MessageFormatter.basicArrayFormat(message, values));
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
