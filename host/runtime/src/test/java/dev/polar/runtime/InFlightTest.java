package dev.polar.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A door that is closed while somebody inside is about to wait. */
class InFlightTest {
    private static final Refusal WHY = new Refusal(Code.PLUGIN_DISABLED, "it was stopped", "enable it");

    @Test
    void who_begins_to_wait_when_nobody_is_waited_for_any_more_is_sent_away_at_once() {
        var inFlight = new InFlight();
        var heard = new ArrayList<Refusal>();
        inFlight.enter();
        assertEquals(1, inFlight.close(WHY, Duration.ZERO));
        inFlight.waitingFor(heard::add);
        assertEquals(List.of(WHY), heard);
        assertSame(WHY, assertThrows(Refusal.class, inFlight::enter));
    }

    @Test
    void who_begins_to_wait_while_those_inside_are_waited_for_may_end() {
        var inFlight = new InFlight();
        var heard = new ArrayList<Refusal>();
        inFlight.enter();
        var closing = CompletableFuture.supplyAsync(() -> inFlight.close(WHY, Duration.ofSeconds(60)));
        while (!isClosed(inFlight)) {
            Thread.onSpinWait();
        }
        Consumer<Refusal> stop = heard::add;
        inFlight.waitingFor(stop);
        inFlight.done(stop);
        inFlight.leave();
        assertEquals(0, closing.join());
        assertEquals(List.of(), heard);
    }

    private static boolean isClosed(InFlight inFlight) {
        try {
            inFlight.enter();
            inFlight.leave();
            return false;
        } catch (Refusal closed) {
            return true;
        }
    }
}
