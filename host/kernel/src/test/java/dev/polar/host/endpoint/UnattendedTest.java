package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that subscribed to something and that nobody listens to any more; the time is this test's. */
class UnattendedTest {
    private static final String URI = "note://a";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FakeGeneration server = new FakeGeneration("acme.live", call -> FakeGeneration.text("x"));
    private final Set<String> letIn = ConcurrentHashMap.newKeySet();
    private final Subscriptions all = new Subscriptions(letIn::contains, LONG);

    @AfterEach
    void end() {
        all.close();
    }

    private Subscriber session(String client) {
        letIn.add(client);
        return all.session(request(client));
    }

    private static McpRequest request(String client) {
        return McpRequest.own(client, "resources/subscribe");
    }

    private Subscriber subscribed(Subscriber subscriber) {
        var target = new Target(Target.Kind.SUBSCRIPTION, server.id().plugin(), "resource:srv");
        var address =
                StrictJson.provider().createObjectBuilder().add("uri", URI).build();
        var one = Subscription.of(
                subscriber, URI, request(subscriber.client()).call(target, address), Optional.of(server));
        all.hold(one);
        assertEquals(Optional.empty(), subscriber.put(one));
        return subscriber;
    }

    private void passes(Duration time) {
        all.sweep(System.nanoTime() + time.toNanos());
    }

    private boolean isThere(String client) {
        return all.find(client, Optional.empty()).isPresent();
    }

    @Test
    void one_that_nobody_has_listened_to_for_long_is_forgotten_and_its_server_is_told() {
        subscribed(session("anna"));
        passes(LONG.minusMinutes(1));
        assertTrue(isThere("anna"));
        passes(LONG.plusMinutes(1));
        assertFalse(isThere("anna"));
        assertTrue(all.isEmpty());
        until(URI);
    }

    @Test
    void what_somebody_else_still_wants_its_server_goes_on_telling() {
        var gone = subscribed(session("anna"));
        var stream = subscribed(all.opened("anna"));
        passes(LONG.plusMinutes(1));
        assertFalse(isThere("anna"));
        assertEquals(0, gone.size());
        assertEquals(1, stream.size(), "a stream that asked for it itself is attended as long as it is there");
        assertTrue(server.unsubscribed.isEmpty());
        all.end(stream);
        until(URI);
    }

    @Test
    void whoever_listens_again_in_time_has_as_long_once_more() {
        var one = subscribed(session("anna"));
        long begun = System.nanoTime();
        LockSupport.parkNanos(2_000_000);
        one.attend();
        all.sweep(begun + LONG.toNanos() + 1_000_000);
        assertTrue(isThere("anna"));
        passes(LONG.plusMinutes(1));
        assertFalse(isThere("anna"));
    }

    @Test
    void who_is_let_in_no_more_is_forgotten_at_once() {
        subscribed(session("anna"));
        subscribed(session("ben"));
        letIn.remove("anna");
        passes(Duration.ZERO);
        assertFalse(isThere("anna"));
        assertTrue(isThere("ben"));
    }

    @Test
    void who_comes_back_later_begins_anew() {
        var before = subscribed(session("anna"));
        passes(LONG.plusMinutes(1));
        var again = session("anna");
        assertEquals(0, again.size());
        assertTrue(again != before);
        subscribed(again);
        assertEquals(1, again.size());
    }

    private void until(String told) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!server.unsubscribed.contains(told)) {
            assertTrue(System.nanoTime() < end, "not within 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
