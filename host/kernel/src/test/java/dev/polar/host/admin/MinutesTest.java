package dev.polar.host.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MinutesTest {
    private Instant now = Instant.parse("2026-11-21T08:00:10Z");
    private final Minutes minutes = new Minutes(() -> now);

    @Test
    void each_name_is_counted_within_its_minute() {
        assertEquals(1, minutes.add("a"));
        assertEquals(2, minutes.add("a"));
        assertEquals(0, minutes.count("b"));
        assertEquals(50_000, minutes.millisLeft());
        now = now.plusMillis(minutes.millisLeft());
        assertEquals(0, minutes.count("a"));
    }

    @Test
    void many_names_do_not_get_past_a_limit() {
        for (int i = 0; i < 10_000; i++) {
            minutes.add("source " + i);
        }
        for (int i = 0; i < 20; i++) {
            minutes.add("one more " + i);
        }
        assertTrue(minutes.count("never seen") >= 20);
        assertEquals(1, minutes.count("source 7"));
    }
}
