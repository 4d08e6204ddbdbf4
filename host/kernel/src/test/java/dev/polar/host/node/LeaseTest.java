package dev.polar.host.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import org.junit.jupiter.api.Test;

class LeaseTest {
    @Test
    void it_holds_from_the_start_of_its_renewal_and_no_longer_than_its_length() {
        var lease = Lease.over();
        assertFalse(lease.holds());
        lease.renewed(System.nanoTime());
        assertTrue(lease.holds());
        assertTrue(lease.lapsed().isEmpty());
        lease.renewed(System.nanoTime() - Lease.LENGTH.toNanos());
        assertFalse(lease.holds(), "an answer that took too long renews nothing");
    }

    @Test
    void without_it_whatever_requires_it_is_refused() {
        var lease = Lease.unending();
        lease.require();
        lease.end();
        assertEquals(
                Code.NODE_FENCED, assertThrows(Refusal.class, lease::require).code());
        lease.renewed(System.nanoTime());
        assertTrue(lease.holds());
    }
}
