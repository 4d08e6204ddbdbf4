package dev.polar.host.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakersTest {
    private static final PluginId PLUGIN = new PluginId("acme.x");
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SetClock clock = new SetClock();
    private final Breakers breakers = new Breakers(PAUSE, clock);

    private static GenerationId generation(String digest, long ordinal) {
        return new GenerationId(PLUGIN, "1.0.0", digest, ordinal);
    }

    private Breaker breaker() {
        return breakers.of(generation("one", 1), "acme.x", id -> false);
    }

    private Optional<Breaker.Turn> fail() {
        assertTrue(breaker().admits());
        return breaker().failed(Duration.ZERO);
    }

    private Pause open() {
        for (int i = 0; i < 4; i++) {
            assertTrue(fail().isEmpty());
        }
        return assertInstanceOf(Breaker.Turn.Opened.class, fail().orElseThrow()).pause();
    }

    @Test
    void after_five_failures_nothing_is_tried_until_the_pause_is_over_and_then_one_call() {
        assertEquals(Optional.of(clock.instant().plus(PAUSE)), open().until());
        clock.pass(PAUSE.minusMillis(1));
        assertFalse(breaker().admits());
        clock.pass(Duration.ofMillis(1));
        assertTrue(breaker().admits());
        assertFalse(breaker().admits());
        assertInstanceOf(
                Breaker.Turn.Closed.class, breaker().succeeded(Duration.ZERO).orElseThrow());
        assertTrue(breaker().admits());
        assertTrue(breaker().admits());
    }

    @Test
    void each_failure_after_a_pause_makes_the_next_one_longer_but_not_for_ever() {
        open();
        for (int times : new int[] {4, 20, 20}) {
            clock.pass(PAUSE.multipliedBy(20));
            var pause = assertInstanceOf(Breaker.Turn.Opened.class, fail().orElseThrow())
                    .pause();
            assertEquals(Optional.of(clock.instant().plus(PAUSE.multipliedBy(times))), pause.until());
        }
        clock.pass(PAUSE.multipliedBy(20));
        assertTrue(breaker().admits());
        breaker().succeeded(Duration.ZERO);
        assertEquals(1, open().strikes());
    }

    @Test
    void a_restart_in_the_middle_of_a_pause_continues_it_for_the_same_content_alone() {
        var pause = open();
        clock.pass(Duration.ofSeconds(10));
        var restarted = new Breakers(PAUSE, clock);
        restarted.restore(new Breakers.Content("acme.x", "one"), pause);
        var other = restarted.of(generation("two", 2), "acme.x", id -> false);
        assertTrue(other.admits());
        var same = restarted.of(generation("one", 7), "acme.x", id -> false);
        assertFalse(same.admits());
        assertEquals(Optional.of(pause), same.pause(clock.instant()));
        clock.pass(Duration.ofSeconds(20));
        assertTrue(same.admits());
        var again = assertInstanceOf(
                Breaker.Turn.Opened.class, same.failed(Duration.ZERO).orElseThrow());
        assertEquals(2, again.pause().strikes());
    }

    @Test
    void what_an_operator_resumes_is_tried_at_once() {
        open();
        assertFalse(breaker().admits());
        breakers.resume("acme.x");
        assertTrue(breaker().admits());
        assertTrue(breakers.inForce(clock.instant()).isEmpty());
    }

    @Test
    void a_call_that_never_got_there_leaves_the_trial_to_the_next() {
        open();
        clock.pass(PAUSE);
        assertTrue(breaker().admits());
        breaker().nothingHappened();
        assertTrue(breaker().admits());
    }
}
