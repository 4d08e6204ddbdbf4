package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.DiskReserve;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
    /** More than any disk has, so that every disk is short of it. */
    private static final long TOO_MUCH = Long.MAX_VALUE / 8;

    @TempDir
    Path data;

    @Test
    void a_reserve_takes_its_room_once_and_gives_it_back() throws IOException {
        var reserve = new DiskReserve(data, 3 << 20);
        var room = new Room();
        room.keep(reserve, false);
        assertEquals(Optional.empty(), room.look());
        assertTrue(reserve.isHeld());
        assertEquals(3 << 20, Files.size(data.resolve("reserve")));
        assertEquals(Optional.empty(), room.problem());
        assertTrue(DiskReserve.in(data).giveBack());
        assertFalse(reserve.isHeld());
    }

    @Test
    void a_disk_without_room_for_the_reserve_is_told_and_holds_up_nothing() {
        var room = new Room();
        var free = new DiskReserve(data, 1).usable();
        room.keep(new DiskReserve(data, free), false);
        assertEquals(Optional.empty(), room.look());
        assertTrue(room.problem().orElseThrow().getMessage().contains("too little for the reserve"));
        room.require(Draft.of(Category.CALL, "call"));
    }

    @Test
    void a_directory_that_is_yet_to_be_made_has_the_room_of_its_disk() {
        assertFalse(new DiskReserve(data.resolve("not/yet"), 1).giveBackIfFull());
        assertTrue(new DiskReserve(data.resolve("not/yet"), TOO_MUCH).giveBackIfFull());
    }

    @Test
    void what_was_given_back_before_the_start_makes_it_scarce_from_the_start() {
        var room = new Room();
        room.keep(new DiskReserve(data, TOO_MUCH), true);
        assertTrue(room.problem().orElseThrow().getMessage().contains("calls and installs are refused"));
    }

    @ParameterizedTest
    @CsvSource({
        "CALL, call, INTENT, , true",
        "CALL, call, EVENT, ASK, true",
        "CALL, call, EVENT, DENY, false",
        "CALL, call, OUTCOME, ALLOW, false",
        "BROKER, net.connect, EVENT, ALLOW, true",
        "BROKER, net.traffic, EVENT, ALLOW, false",
        "SECRET, use, EVENT, ALLOW, true",
        "CHANNEL, receive, EVENT, ALLOW, true",
        "PLUGIN, install, INTENT, ALLOW, true",
        "PLUGIN, disable, INTENT, ALLOW, false",
        "TRUST, revoke, EVENT, ALLOW, false",
        "POLICY, policy.set, EVENT, ALLOW, false",
        "HOST, stop, EVENT, , false",
        "AUDIT, export, EVENT, , false"
    })
    void short_of_room_nothing_begins_and_everything_ends(
            Category category, String action, String stage, String decision, boolean refused) {
        var room = new Room();
        room.keep(new DiskReserve(data, TOO_MUCH), false);
        assertTrue(room.look().isPresent());
        var draft = Draft.of(category, action);
        draft = switch (stage) {
            case "INTENT" -> draft.asIntent(IntentId.fresh());
            case "OUTCOME" -> draft.asOutcome(IntentId.fresh());
            default -> draft;
        };
        draft = switch (decision) {
            case "ALLOW" -> draft.allowed();
            case "ASK" -> draft.asked();
            case "DENY" -> draft.denied(Code.POLICY_DENIED);
            case null, default -> draft;
        };
        var asked = draft;
        if (refused) {
            var refusal = assertThrows(Refusal.class, () -> room.require(asked));
            assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
        } else {
            assertDoesNotThrow(() -> room.require(asked));
        }
    }
}
