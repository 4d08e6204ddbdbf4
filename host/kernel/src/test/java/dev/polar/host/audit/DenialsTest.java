package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.trust.audit.Category;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DenialsTest {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final Denials denials = new Denials(() -> now, Denials.OF_A_CALLER);

    @Test
    void the_first_sixty_of_a_caller_in_a_minute_are_records_and_the_others_one_count() {
        assertEquals(60, admitted(1_000, "claude"));
        assertTrue(denials.owed().isEmpty(), "its minute is not over");
        now = now.plusSeconds(60);
        var count = denials.owed().orElseThrow();
        denials.paid();
        assertTrue(denials.owed().isEmpty());
        assertEquals(940, facts(count).getInt("count"));
        assertEquals("call call", facts(count).getString("of"));
        assertEquals("audit", count.said("category").orElseThrow());
        assertEquals("claude", count.said("caller", "id").orElseThrow());
        assertEquals("POLICY_DENIED", count.said("reason").orElseThrow());
        assertEquals("acme.files/write", count.said("tool").orElseThrow());
    }

    @Test
    void what_was_counted_is_paid_from_the_next_minute_so_nobody_gets_more_than_their_quota() {
        admitted(61, "claude");
        now = now.plusSeconds(60);
        assertEquals(59, admitted(100, "claude"));
    }

    @Test
    void one_caller_s_flood_takes_nothing_from_another() {
        admitted(10_000, "claude");
        assertEquals(60, admitted(60, "cursor"));
    }

    @Test
    void of_strangers_each_place_has_one_record_a_minute_and_the_place_stays_a_commitment() {
        assertTrue(denials.admit(stranger("192.0.2.1")));
        assertFalse(denials.admit(stranger("192.0.2.1")));
        assertFalse(denials.admit(stranger("192.0.2.1")));
        assertTrue(denials.admit(stranger("192.0.2.2")));
        now = now.plusSeconds(60);
        var count = denials.owed().orElseThrow();
        denials.paid();
        assertEquals(2, facts(count).getInt("count"));
        assertEquals("192.0.2.1", count.hidden().get("/facts/source"));
        assertTrue(denials.owed().isEmpty());
        assertFalse(denials.admit(stranger("192.0.2.1")), "the count was this minute's record");
        assertTrue(denials.admit(stranger("192.0.2.2")));
    }

    @Test
    void ten_thousand_places_fill_neither_the_log_nor_the_memory() {
        long admitted = IntStream.range(0, 10_000)
                .filter(i -> denials.admit(stranger("198.51." + i / 250 + "." + i % 250)))
                .count();
        assertEquals(Quotas.MOST_NAMES + 1, admitted);
        now = now.plusSeconds(60);
        var counts = all();
        assertEquals(10_000 - admitted, counts.getFirst().longValue());
        assertEquals(1, counts.size());
    }

    @Test
    void many_targets_are_told_one_by_one_up_to_eight_and_then_by_reason() {
        for (int i = 0; i < 60 + 100; i++) {
            denials.admit(denial("claude").tool("acme.files/t" + i));
        }
        now = now.plusSeconds(60);
        assertEquals(List.of(1, 1, 1, 1, 1, 1, 1, 1, 92), all());
    }

    @Test
    void while_a_count_is_owed_its_minute_goes_on() {
        admitted(61, "claude");
        now = now.plusSeconds(60);
        assertTrue(denials.owed().isPresent());
        admitted(100, "cursor");
        now = now.plusSeconds(60);
        assertEquals(0, admitted(10, "cursor"), "nothing new is owed while nothing can be written");
        assertEquals(List.of(1), List.of(facts(denials.owed().orElseThrow()).getInt("count")));
        denials.paid();
        assertEquals(List.of(50), all());
    }

    @Test
    void the_end_owes_everything() {
        admitted(70, "claude");
        denials.end();
        assertEquals(List.of(10), all());
    }

    private List<Integer> all() {
        var counts = new ArrayList<Integer>();
        for (var next = denials.owed(); next.isPresent(); next = denials.owed()) {
            counts.add(facts(next.get()).getInt("count"));
            denials.paid();
        }
        return counts;
    }

    private long admitted(int times, String client) {
        return IntStream.range(0, times)
                .filter(i -> denials.admit(denial(client)))
                .count();
    }

    private static Draft denial(String client) {
        return Draft.of(Category.CALL, "call")
                .caller(new Caller.Client(client), "token")
                .tool("acme.files/write")
                .denied(Code.POLICY_DENIED);
    }

    private static Draft stranger(String from) {
        return Draft.of(Category.CLIENT, "authenticate")
                .denied(Code.CLIENT_UNKNOWN)
                .personalFact("source", from);
    }

    private static JsonObject facts(Draft draft) {
        return (JsonObject) draft.said().get("facts");
    }
}
