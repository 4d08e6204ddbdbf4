package dev.polar.host.egress;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** What patience a connection is shown; the time is this test's. */
class LinkTest {
    @Test
    void a_client_that_does_not_say_what_it_wants_is_cut_off() throws IOException {
        try (var near = SocketChannel.open()) {
            var link = new Link(near, Granting.of());
            long now = System.nanoTime();
            link.look(now + Link.OPENING.toNanos() / 2);
            assertTrue(near.isOpen());
            link.look(now + Link.OPENING.toNanos() * 2);
            assertFalse(near.isOpen());
        }
    }

    @Test
    void what_is_open_may_be_silent_for_longer_but_not_for_ever() throws IOException {
        try (var near = SocketChannel.open()) {
            var link = new Link(near, Granting.of());
            link.open();
            long now = System.nanoTime();
            link.look(now + Link.OPENING.toNanos() * 2);
            assertTrue(near.isOpen());
            link.look(now + Link.IDLE.toNanos() * 2);
            assertFalse(near.isOpen());
        }
    }
}
