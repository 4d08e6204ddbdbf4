package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.LiveClient.result;
import static dev.polar.host.endpoint.LiveClient.send;
import static dev.polar.host.endpoint.LiveClient.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.endpoint.LiveClient.Events;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hear when what stands at an address changes, in every revision; and who does not. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class McpSubscriptionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String READS = "resource:srv";
    private static final String LEGACY = "2025-11-25";

    private static LiveFront front;

    @BeforeAll
    static void open(@TempDir Path data) {
        front = new LiveFront(DATABASE.get(), data, McpSubscriptionsTest::answer);
        front.admit("anna");
        front.admit("ben");
        front.admit("carl", "sees", "acme.other/*");
    }

    private static Answer answer(Call call) {
        if (call.arguments().getString("uri", "").endsWith("gone")) {
            throw new Refusal(Code.NOT_FOUND, "there is no such thing", "");
        }
        return FakeGeneration.text("x");
    }

    @BeforeEach
    void again() {
        front.again();
        front.rules("{id: some, effect: ask, target: 'acme.live/asked'}");
        front.generation = new FakeGeneration("acme.live", 1, McpSubscriptionsTest::answer);
        lists("note://a", "note://b", "note://gone");
        front.offer("work", READS);
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static void lists(String... uris) {
        front.generation.lists(
                READS,
                List.of(uris).stream()
                        .map(uri -> LiveFront.json("{\"uri\":\"" + uri + "\",\"name\":\"n\"}"))
                        .toArray(JsonObject[]::new));
    }

    private static LiveClient greeted(String name) throws Exception {
        return new LiveClient(front, name, LEGACY).greet("{}");
    }

    private static Events get(LiveClient client) throws Exception {
        return stream(client.plain().timeout(Duration.ofMinutes(1)).GET());
    }

    private static HttpRequest.Builder asks(LiveClient client, String method, String uri) {
        return client.ask(1, method, "\"uri\":\"" + uri + "\"", "");
    }

    private static void subscribe(LiveClient client, String uri) throws Exception {
        assertEquals("{}", result(asks(client, "resources/subscribe", uri)).toString());
    }

    private static Events listen(String name, String... uris) throws Exception {
        var quoted = List.of(uris).stream().map(uri -> "\"" + uri + "\"").collect(Collectors.joining(","));
        return stream(new LiveClient(front, name, LiveClient.STATELESS)
                .ask(7, "subscriptions/listen", "\"notifications\":{\"resourceSubscriptions\":[" + quoted + "]}", "")
                .timeout(Duration.ofMinutes(1)));
    }

    /** Those that the stream says it will tell of. */
    private static List<String> agreed(Events events) throws Exception {
        var filter = events.next().orElseThrow().getJsonObject("params").getJsonObject("notifications");
        return filter.containsKey("resourceSubscriptions")
                ? filter.getJsonArray("resourceSubscriptions").getValuesAs(JsonString::getString)
                : List.of();
    }

    private static void changes(String uri) {
        front.snapshots.updated(front.generation.id(), READS, uri);
    }

    private static String heard(Events events) throws Exception {
        var told = events.next().orElseThrow();
        assertEquals("notifications/resources/updated", told.getString("method"), told.toString());
        return told.getJsonObject("params").getString("uri");
    }

    @Test
    void a_session_hears_of_what_it_subscribed_to_and_nobody_else_does() throws Exception {
        int before = front.records("subscribe").size();
        var anna = greeted("anna");
        var other = greeted("anna");
        try (var hers = get(anna);
                var others = get(other);
                var bens = get(greeted("ben"))) {
            subscribe(anna, "note://a");
            subscribe(anna, "note://a");
            changes("note://b");
            changes("note://a");
            assertEquals("note://a", heard(hers));
            subscribe(other, "note://b");
            changes("note://b");
            assertEquals("note://b", heard(others), "and nothing of the first");
            result(asks(anna, "resources/unsubscribe", "note://a"));
            until(() -> front.generation.unsubscribed.contains("note://a"));
            front.offer("work", "more", READS);
            assertEquals(
                    "notifications/tools/list_changed",
                    bens.next().orElseThrow().getString("method"),
                    "the first that this one hears");
        }
        var records = front.records("subscribe").subList(before, before + 4);
        assertEquals(before + 4, front.records("subscribe").size(), "an intent and an outcome each, once");
        assertTrue(records.getFirst().contains("\"tool\":\"acme.live/resource:srv\""), records.getFirst());
    }

    @Test
    void a_stream_without_a_handshake_says_first_which_addresses_it_tells_of() throws Exception {
        try (var events = listen("anna", "note://a", "note://gone", "note://nowhere", "skill://acme.live/x/SKILL.md")) {
            assertEquals(List.of("note://a"), agreed(events));
            changes("note://a");
            var told = events.next().orElseThrow().getJsonObject("params");
            assertEquals("note://a", told.getString("uri"));
            assertEquals(7, told.getJsonObject("_meta").getInt("io.modelcontextprotocol/subscriptionId"));
        }
        until(() -> front.generation.unsubscribed.contains("note://a"));
        try (var all = listen("carl", "note://a")) {
            assertEquals(List.of(), agreed(all), "what its profile leaves out");
        }
    }

    @Test
    void what_changes_while_a_session_has_no_stream_is_told_when_it_has_one() throws Exception {
        var anna = greeted("anna");
        subscribe(anna, "note://a");
        changes("note://a");
        try (var events = get(anna)) {
            assertEquals("note://a", heard(events));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "ask"})
    void who_may_not_read_it_any_more_is_not_told(String effect) throws Exception {
        var anna = greeted("anna");
        try (var legacy = get(anna);
                var stateless = listen("ben", "note://a", "note://b")) {
            subscribe(anna, "note://a");
            subscribe(anna, "note://b");
            assertEquals(2, agreed(stateless).size());
            front.rules("{id: no, effect: " + effect
                    + ", target: '*', when: 'kind == \"resource\" && arguments.uri == \"note://a\"'}");
            changes("note://a");
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos()); // it would be told before the next
            changes("note://b");
            assertEquals("note://b", heard(legacy));
            assertEquals("note://b", heard(stateless));
        }
    }

    @Test
    void a_client_that_is_removed_hears_no_more_and_its_server_is_told() throws Exception {
        front.admit("dora");
        var dora = greeted("dora");
        subscribe(dora, "note://a");
        front.turnOut("dora");
        until(() -> front.generation.unsubscribed.contains("note://a"));
    }

    @Test
    void a_plugin_that_is_out_says_nothing_and_is_asked_again_when_it_is_back() throws Exception {
        var anna = greeted("anna");
        try (var events = get(anna)) {
            subscribe(anna, "note://a");
            var before = front.generation;
            front.offer("work");
            assertEquals(
                    "notifications/resources/list_changed",
                    events.next().orElseThrow().getString("method"));
            until(() -> before.unsubscribed.contains("note://a"));
            front.generation = new FakeGeneration("acme.live", 2, McpSubscriptionsTest::answer);
            lists("note://a");
            front.offer("work", READS);
            assertEquals(
                    "notifications/resources/list_changed",
                    events.next().orElseThrow().getString("method"));
            assertEquals("note://a", heard(events), "it may have changed meanwhile");
            front.snapshots.updated(before.id(), READS, "note://a");
            assertEquals(1, front.generation.calls());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anna, note://gone, -32002",
        "anna, note://nowhere, -32002",
        "carl, polar:acme.live/srv/note://a, PROFILE_DENIED",
        "anna, skill://acme.live/x/SKILL.md, -32602",
    })
    void who_may_not_read_may_not_subscribe(String client, String uri, String why) throws Exception {
        var fault = fault(asks(greeted(client), "resources/subscribe", uri));
        assertTrue(fault.toString().contains(why), fault.toString());
        until(() -> !uri.endsWith("gone") || front.generation.unsubscribed.contains(uri));
    }

    @Test
    void what_policy_denies_or_asks_about_is_refused_and_on_the_record() throws Exception {
        front.rules("{id: no, effect: deny, target: 'acme.live/resource:*'}");
        assertTrue(fault(asks(greeted("anna"), "resources/subscribe", "note://a"))
                .toString()
                .contains("POLICY_DENIED"));
        assertTrue(front.records("subscribe").getLast().contains("\"decision\":\"DENY\""));
        front.rules("{id: ask, effect: ask, target: 'acme.live/resource:*'}");
        try (var events = listen("anna", "note://a")) {
            assertEquals(List.of(), agreed(events), "nobody waits for an operator here");
        }
        assertTrue(front.records("subscribe").getLast().contains("\"decision\":\"ASK\""));
        assertEquals(0, front.generation.calls());
    }

    @Test
    void its_server_is_told_when_the_last_has_left() throws Exception {
        var anna = greeted("anna");
        subscribe(anna, "note://a");
        try (var bens = listen("ben", "note://a")) {
            assertEquals(List.of("note://a"), agreed(bens));
            assertEquals(204, send(anna.plain().DELETE()).statusCode());
            changes("note://a");
            assertEquals("note://a", heard(bens));
            assertTrue(front.generation.unsubscribed.isEmpty());
        }
        until(() -> front.generation.unsubscribed.contains("note://a"));
        assertEquals(1, front.generation.unsubscribed.size());
    }

    @Test
    void a_server_that_floods_is_heard_once_a_second() throws Exception {
        try (var events = listen("anna", "note://a", "note://b")) {
            agreed(events);
            for (int i = 0; i < 10_000; i++) {
                changes("note://a");
            }
            assertEquals("note://a", heard(events));
            long first = System.nanoTime();
            assertEquals("note://a", heard(events), "the last word is not lost");
            assertTrue(System.nanoTime() - first > Duration.ofMillis(500).toNanos());
            changes("note://b");
            assertEquals("note://b", heard(events));
        }
    }

    @Test
    void a_client_subscribes_to_so_many_addresses_and_others_to_theirs() throws Exception {
        var uris = IntStream.range(0, 260).mapToObj(i -> "note://" + i).toArray(String[]::new);
        lists(uris);
        front.offer("work", READS);
        try (var events = listen("anna", uris);
                var bens = listen("ben", "note://0")) {
            assertEquals(256, agreed(events).size());
            assertTrue(fault(asks(greeted("anna"), "resources/subscribe", "note://259"))
                    .toString()
                    .contains("CONCURRENCY_LIMITED"));
            assertEquals(1, agreed(bens).size());
        }
        until(() -> front.generation.unsubscribed.size() == 256);
    }

    @Test
    void that_it_can_be_subscribed_to_is_said_where_it_is_true() throws Exception {
        assertTrue(resources("anna").getBoolean("subscribe"));
        assertFalse(resources("carl").containsKey("subscribe"));
        front.offer("work");
        assertFalse(resources("anna").containsKey("subscribe"));
        assertEquals(
                404,
                send(asks(new LiveClient(front, "anna", LiveClient.STATELESS), "resources/subscribe", "note://a"))
                        .statusCode());
    }

    private static JsonObject resources(String client) throws Exception {
        var params = "\"protocolVersion\":\"" + LEGACY + "\",\"capabilities\":{}";
        return result(new LiveClient(front, client, LEGACY).ask(1, "initialize", params, ""))
                .getJsonObject("capabilities")
                .getJsonObject("resources");
    }

    private static JsonObject fault(HttpRequest.Builder request) throws Exception {
        return LiveFront.json(send(request).body()).getJsonObject("error");
    }

    private static void until(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!so.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 20 s");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
