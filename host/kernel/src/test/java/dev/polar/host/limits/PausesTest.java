package dev.polar.host.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.policy.RateLimit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final RateLimit LIMIT = RateLimit.usual(30);

    private final SetClock clock = new SetClock();
    private final Pauses pauses = new Pauses();

    private Optional<Pause> refused() {
        return pauses.refused("client:a", LIMIT, clock.instant());
    }

    private Optional<Pause> next() {
        for (int i = 1; i < 30; i++) {
            assertTrue(refused().isEmpty(), "paused at refusal " + i);
        }
        return refused();
    }

    private boolean isPaused() {
        return pauses.of("client:a", clock.instant()).isPresent();
    }

    @Test
    void who_goes_on_is_paused_longer_each_time_and_held_in_the_end() {
        for (var length : new Duration[] {Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10)}) {
            assertEquals(
                    Optional.of(clock.instant().plus(length)),
                    next().orElseThrow().until());
            clock.pass(length.minusMillis(1));
            assertTrue(isPaused());
            clock.pass(Duration.ofMillis(1));
            assertFalse(isPaused());
        }
        assertTrue(next().orElseThrow().until().isEmpty());
        clock.pass(Duration.ofDays(30));
        assertTrue(isPaused());
        assertFalse(pauses.of("client:b", clock.instant()).isPresent());
        pauses.resume("client:a");
        assertFalse(isPaused());
        assertEquals(1, next().orElseThrow().strikes());
    }

    @Test
    void who_is_refused_now_and_then_is_never_paused() {
        for (int i = 0; i < 1_000; i++) {
            clock.pass(Duration.ofSeconds(3));
            assertTrue(refused().isEmpty());
        }
    }

    @Test
    void an_hour_without_a_pause_takes_one_rung_back() {
        next();
        clock.pass(Duration.ofMinutes(1));
        assertEquals(2, next().orElseThrow().strikes());
        clock.pass(Duration.ofHours(1));
        assertEquals(2, next().orElseThrow().strikes());
        clock.pass(Duration.ofHours(5));
        assertEquals(1, next().orElseThrow().strikes());
    }

    @Test
    void a_pause_from_before_a_restart_goes_on_and_the_next_one_is_longer() {
        var before = next().orElseThrow();
        var restarted = new Pauses();
        restarted.restore("client:a", before);
        assertEquals(Optional.of(before), restarted.of("client:a", clock.instant()));
        clock.pass(Duration.ofSeconds(11));
        assertTrue(restarted.of("client:a", clock.instant()).isEmpty());
        for (int i = 1; i < 30; i++) {
            restarted.refused("client:a", LIMIT, clock.instant());
        }
        assertEquals(
                2,
                restarted
                        .refused("client:a", LIMIT, clock.instant())
                        .orElseThrow()
                        .strikes());
    }
}
