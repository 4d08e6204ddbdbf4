package dev.polar.host.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulseTest {
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final long START = Long.MAX_VALUE - 1_000; // nanoTime may begin anywhere and run over

    @ParameterizedTest
    @CsvSource({"7, 4999, true", "7, 5000, false", "8, 5000, true", "6, 60000, true"})
    void a_node_lives_while_its_renewals_move_within_a_lease(long renewals, long millis, boolean lives) {
        var pulse = new Pulse();
        pulse.beats("b", 7, START, LEASE);
        assertEquals(
                lives,
                pulse.beats("b", renewals, START + Duration.ofMillis(millis).toNanos(), LEASE));
    }
}
