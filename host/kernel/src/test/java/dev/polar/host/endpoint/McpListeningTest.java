package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.LiveClient.send;
import static dev.polar.host.endpoint.LiveClient.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.polar.host.endpoint.LiveClient.Events;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Streams in which clients hear what changes. {@code -Dpolar.streams=10000} opens that many. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class McpListeningTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int MANY = Integer.getInteger("polar.streams", 200);
    private static final String ALL =
            "\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}";

    private static LiveFront front;

    @BeforeAll
    static void open(@TempDir Path data) {
        front = new LiveFront(DATABASE.get(), data, call -> FakeGeneration.text("x"));
        front.admit("anna");
        front.admit("ben");
    }

    @BeforeEach
    void again() {
        front.again();
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private LiveClient client(String name, String revision) {
        return new LiveClient(front, name, revision);
    }

    private Events get(LiveClient client) throws Exception {
        return stream(client.plain().GET());
    }

    private HttpRequest.Builder listen(LiveClient client, int id, String filter) {
        return client.ask(id, "subscriptions/listen", filter, "").timeout(Duration.ofMinutes(5));
    }

    @Test
    void a_stream_tells_what_changes_for_its_client_and_nothing_else() throws Exception {
        try (var events = get(client("anna", "2025-11-25"))) {
            assertEquals(200, events.response.statusCode());
            assertEquals("text/event-stream", events.type());
            until(() -> front.handler.streams() == 1);
            front.offer("work", "asked"); // a snapshot like the one before
            front.offer("work");
            assertEquals("notifications/tools/list_changed", method(events.next()));
            front.offer("work", "more");
            assertEquals("notifications/tools/list_changed", method(events.next()));
        }
        until(() -> front.handler.streams() == 0);
    }

    @Test
    void a_subscription_is_acknowledged_with_what_is_told_and_ended_with_an_answer() throws Exception {
        var client = client("anna", "2026-07-28");
        try (var events = stream(listen(
                client,
                7,
                "\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"file:///a\"]}"))) {
            var first = events.next().orElseThrow();
            assertEquals("notifications/subscriptions/acknowledged", first.getString("method"));
            var said = first.getJsonObject("params");
            assertEquals(
                    "{\"toolsListChanged\":true}",
                    said.getJsonObject("notifications").toString());
            assertEquals(7, said.getJsonObject("_meta").getInt("io.modelcontextprotocol/subscriptionId"));
            front.offer("work");
            var change = events.next().orElseThrow();
            assertEquals("notifications/tools/list_changed", change.getString("method"));
            assertEquals(
                    7,
                    change.getJsonObject("params")
                            .getJsonObject("_meta")
                            .getInt("io.modelcontextprotocol/subscriptionId"));
            front.handler.close();
            var last = events.next().orElseThrow();
            assertEquals(7, last.getInt("id"));
            assertEquals("complete", last.getJsonObject("result").getString("resultType"));
            assertEquals(Optional.empty(), events.next());
        }
    }

    @Test
    void who_did_not_ask_for_a_change_is_not_told() throws Exception {
        var client = client("anna", "2026-07-28");
        try (var events = stream(listen(client, 1, "\"notifications\":{\"promptsListChanged\":true}"))) {
            events.next();
            front.offer("work");
            front.handler.close();
            assertTrue(events.next().orElseThrow().containsKey("result"));
        }
    }

    @Test
    void a_stream_ends_with_its_client() throws Exception {
        front.admit("dora");
        try (var annas = get(client("anna", "2025-11-25"));
                var doras = stream(listen(client("dora", "2026-07-28"), 1, ALL))) {
            doras.next();
            until(() -> front.handler.streams() == 2);
            front.turnOut("dora");
            assertTrue(doras.next().orElseThrow().containsKey("result"));
            assertEquals(Optional.empty(), doras.next());
            until(() -> front.handler.streams() == 1);
            front.offer("work");
            assertEquals("notifications/tools/list_changed", method(annas.next()));
        }
    }

    @Test
    void a_session_has_one_stream_and_ends_when_its_client_says_so() throws Exception {
        var client = client("anna", "2025-11-25").greet("{}");
        try (var first = get(client);
                var second = get(client)) {
            assertEquals(Optional.empty(), first.next());
            until(() -> front.handler.streams() == 1);
            assertEquals(204, send(client.plain().DELETE()).statusCode());
            assertEquals(Optional.empty(), second.next());
        }
        assertEquals(405, send(client("anna", "2026-07-28").plain().GET()).statusCode());
        assertEquals(
                406,
                send(client("anna", "2025-11-25")
                                .plain()
                                .setHeader("Accept", "application/json")
                                .GET())
                        .statusCode());
    }

    @Test
    void a_client_that_opens_streams_without_end_has_some_and_others_have_theirs() throws Exception {
        var open = new ArrayList<Events>();
        var anna = client("anna", "2025-11-25");
        int refused = 0;
        for (int i = 0; i < MANY; i++) {
            var events = get(anna);
            if (events.response.statusCode() == 200) {
                open.add(events);
            } else {
                assertEquals(429, events.response.statusCode());
                events.close();
                refused++;
            }
        }
        assertEquals(16, open.size());
        assertEquals(MANY - 16, refused);
        var over = send(listen(client("anna", "2026-07-28"), 1, ALL));
        assertEquals(429, over.statusCode());
        try (var bens = get(client("ben", "2025-11-25"))) {
            assertEquals(200, bens.response.statusCode());
        }
        for (var events : open) {
            events.close();
        }
        until(() -> front.handler.streams() == 0);
    }

    /** Heard at once, not only with the next sign of life. */
    @Test
    void who_hangs_up_or_half_of_it_is_let_go() throws Exception {
        try (var whole = socket();
                var half = socket()) {
            until(() -> front.handler.streams() == 2);
            half.shutdownOutput();
            until(() -> front.handler.streams() == 1);
            whole.close();
            until(() -> front.handler.streams() == 0);
        }
    }

    @Test
    void nothing_stays_of_streams_that_are_over() throws Exception {
        opened(20);
        long descriptors = descriptors();
        int threads = Thread.activeCount();
        opened(MANY);
        // Other tests run beside this one; what a stream left behind would be there for each of them.
        until(() -> descriptors() <= descriptors + MANY / 4);
        until(() -> Thread.activeCount() <= threads + MANY / 4);
        assertEquals(0, front.handler.streams());
    }

    private void opened(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try (var one = socket()) {
                one.getInputStream().read();
            }
        }
        until(() -> front.handler.streams() == 0);
    }

    @Test
    void a_stream_that_fails_is_not_counted_any_more() throws Exception {
        front.generation.breaks(true);
        front.offer("work", "resource:srv");
        for (int i = 0; i < 20; i++) {
            try (var events = get(client("anna", "2025-11-25"))) {
                assertTrue(events.response.statusCode() != 429, "its client's 16 are still there");
                assertEquals(Optional.empty(), events.next());
            }
        }
        until(() -> front.handler.streams() == 0);
        front.generation.breaks(false);
        front.offer("work");
    }

    @Test
    void a_host_that_ends_does_not_wait_for_who_listens() throws Exception {
        try (var deaf = socket();
                var events = get(client("ben", "2025-11-25"))) {
            until(() -> front.handler.streams() == 2);
            long before = System.nanoTime();
            front.handler.close();
            front.front.close();
            assertTrue(System.nanoTime() - before < Duration.ofSeconds(3).toNanos());
            assertEquals(Optional.empty(), events.next());
        }
    }

    /** A stream that nobody reads. */
    private Socket socket() throws IOException {
        var socket = new Socket("127.0.0.1", front.front.port());
        var head = "GET /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + front.front.port()
                + "\r\nAuthorization: Bearer anna\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static String method(Optional<JsonObject> message) {
        return message.orElseThrow().getString("method");
    }

    private static void until(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 20 s");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
