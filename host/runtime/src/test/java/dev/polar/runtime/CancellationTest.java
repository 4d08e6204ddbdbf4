package dev.polar.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> heard = new ArrayList<>();

    private static Refusal why(String text) {
        return new Refusal(Code.PLUGIN_REVOKED, text, "");
    }

    @Test
    void the_first_reason_stays_and_is_told_once() {
        var first = why("first");
        cancellation.onCancel(() -> heard.add("before"));
        cancellation.cancel(first);
        cancellation.cancel(why("second"));
        assertEquals(Optional.of(first), cancellation.reason());
        assertEquals(List.of("before"), heard);
    }

    @Test
    void who_comes_late_is_told_at_once() {
        cancellation.cancel(why("first"));
        cancellation.onCancel(() -> heard.add("late")).close();
        assertEquals(List.of("late"), heard);
    }

    @Test
    void who_lost_interest_is_not_told() {
        cancellation.onCancel(() -> heard.add("gone")).close();
        cancellation.onCancel(() -> heard.add("here"));
        cancellation.cancel(why("first"));
        assertEquals(List.of("here"), heard);
    }
}
