package dev.polar.host.revocation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedTimeTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Instant system = NOON;
    private final TrustedTime time = new TrustedTime(() -> system);

    @Test
    void it_is_as_late_as_the_clock_says_and_never_before_what_was_believed() {
        assertEquals(NOON, time.instant());
        time.known(NOON.plusSeconds(60));
        time.known(NOON.plusSeconds(30));
        assertEquals(NOON.plusSeconds(60), time.instant());
        system = NOON.minusSeconds(3_600);
        assertEquals(NOON.plusSeconds(60), time.instant());
        assertEquals(Duration.ofSeconds(3_660), time.behind());
        system = NOON.plusSeconds(90);
        assertEquals(NOON.plusSeconds(90), time.instant());
    }

    @Test
    void a_time_of_more_than_ten_minutes_ahead_is_suspect_and_moves_nothing() {
        assertDoesNotThrow(() -> time.require(NOON.plus(TrustedTime.AHEAD), "a list"));
        var late = NOON.plus(TrustedTime.AHEAD).plusSeconds(1);
        assertEquals(
                Code.CLOCK_SUSPECT,
                assertThrows(Refusal.class, () -> time.require(late, "a list")).code());
        assertEquals(NOON, time.instant());
    }

    @Test
    void one_signed_time_does_not_vouch_for_the_next() {
        var first = NOON.plusSeconds(540);
        time.signed(first);
        for (int i = 2; i < 200; i++) {
            time.signed(NOON.plusSeconds(540L * i));
        }
        assertEquals(first, time.instant());
        assertEquals(
                Code.CLOCK_SUSPECT,
                assertThrows(Refusal.class, () -> time.require(NOON.plusSeconds(1_080), "a list"))
                        .code());
    }

    @Test
    void where_the_clock_was_set_back_signed_times_are_believed_up_to_what_this_host_wrote_down() {
        time.known(NOON);
        system = NOON.minus(Duration.ofDays(30));
        time.signed(NOON.plusSeconds(60));
        assertEquals(NOON.plusSeconds(60), time.instant());
        time.signed(NOON.plusSeconds(3_600));
        assertEquals(NOON.plusSeconds(60), time.instant());
    }

    @Test
    void a_clock_that_leaps_ahead_is_not_remembered_and_one_that_goes_back_changes_nothing() {
        system = NOON.plus(Duration.ofDays(365));
        time.passes();
        system = NOON;
        time.passes();
        assertEquals(NOON, time.instant());
        system = NOON.minusSeconds(60);
        assertEquals(NOON, time.instant());
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 10", "3, 20", "8, 640", "9, 900", "40, 900"})
    void whoever_fails_often_is_asked_less_often(int failures, int seconds) {
        assertEquals(Duration.ofSeconds(seconds), Refreshing.pause(failures));
    }
}
