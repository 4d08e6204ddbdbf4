package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.MasterKey;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits for a record hears of its end, also where nobody writes it. */
class LookoutTest {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    @TempDir
    Path data;

    private MasterKey key;

    @BeforeEach
    void open() {
        key = MasterKey.in(data);
    }

    @Test
    void who_waits_too_long_leaves_and_the_record_is_not_written_afterwards() {
        try (var lookout = new Lookout(PATIENCE)) {
            var queued = watched(lookout);
            assertLeaves(queued, "yes");
            assertFalse(queued.take());
            var taken = pending();
            assertTrue(taken.take());
            lookout.watch(taken);
            assertLeaves(taken, "yes");
            assertFalse(taken.commit());
        }
    }

    @Test
    void during_a_commit_they_wait_longer_and_leave_without_knowing() {
        try (var lookout = new Lookout(PATIENCE)) {
            var committing = pending();
            assertTrue(committing.take() && committing.commit());
            lookout.watch(committing);
            assertLeaves(committing, "no");
            assertFalse(committing.written(), "its outcome is settled without it");
        }
    }

    @Test
    void after_a_silence_the_next_is_watched_as_well() {
        try (var lookout = new Lookout(PATIENCE)) {
            assertLeaves(watched(lookout), "yes");
            assertLeaves(watched(lookout), "yes");
        }
    }

    @Test
    void who_came_before_the_end_is_not_forgotten_and_nobody_comes_after_it() {
        var lookout = new Lookout(PATIENCE);
        var last = watched(lookout);
        lookout.close();
        assertLeaves(last, "yes");
        var late = assertThrows(Refusal.class, () -> watched(lookout));
        assertEquals(Code.AUDIT_UNAVAILABLE, late.code());
    }

    private static void assertLeaves(Pending<?> pending, String certain) {
        var refusal = assertThrows(Refusal.class, pending::await);
        assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
        assertEquals(certain, refusal.details().get("certain"));
    }

    private Pending<Seq> watched(Lookout lookout) {
        var pending = pending();
        lookout.watch(pending);
        return pending;
    }

    private Pending<Seq> pending() {
        var draft = TestJournal.draft("wait");
        var prepared = Prepared.of(draft, Masking.NONE, key, "node", "boot");
        return new Pending<>(draft, prepared, (transaction, seq) -> seq, false, PATIENCE);
    }
}
