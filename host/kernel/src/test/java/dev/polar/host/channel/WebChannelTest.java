package dev.polar.host.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One after the other, because one of them takes the plugin out. Each has a person of its own. */
@Execution(ExecutionMode.SAME_THREAD)
class WebChannelTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path dataDir;

    private static WebWorld world;

    @BeforeAll
    static void open() {
        world = new WebWorld(DATABASE.get(), dataDir).answering();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Page page() {
        return new Page(world.address());
    }

    private static Page pageOf(String person) throws Exception {
        var page = page();
        assertEquals(303, page.follow(world.link(person)).statusCode());
        return page;
    }

    private static void assertRefused(int status, String code, java.net.http.HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"code\":\"" + code + "\""), answer.body());
        assertTrue(answer.body().contains("\"hint\":\""), answer.body());
    }

    @Test
    void a_person_sees_what_was_said_and_answered_in_order() throws Exception {
        try (var page = pageOf("ann");
                var stream = page.watch("")) {
            assertEquals(
                    "text/event-stream",
                    stream.response().headers().firstValue("Content-Type").orElse(""));
            var taken = page.say("11111111", "hello <b>");
            assertEquals(202, taken.statusCode(), taken.body());
            assertEquals("", taken.body());
            var echo = stream.next();
            var answer = stream.next();
            assertEquals(List.of("user", "hello <b>"), List.of(echo.from(), echo.text()));
            assertEquals(List.of("agent", "You said: hello <b>"), List.of(answer.from(), answer.text()));
        }
    }

    @Test
    void a_stream_goes_on_after_the_last_event_that_was_seen() throws Exception {
        try (var page = pageOf("bob")) {
            Page.Event first;
            Page.Event second;
            try (var stream = page.watch("")) {
                page.say("11111111", "one");
                first = stream.next();
                second = stream.next();
            }
            page.say("22222222", "two");
            try (var byHeader = page.watch("", "Last-Event-ID", second.id(), "Sec-Fetch-Site", "same-origin");
                    var byAddress = page.watch("?lastEventId=" + first.id());
                    var fresh = page.watch("")) {
                assertEquals("two", byHeader.next().text());
                assertEquals("You said: two", byHeader.next().text());
                assertEquals("You said: one", byAddress.next().text());
                assertEquals("one", fresh.next().text());
            }
        }
    }

    @Test
    void a_message_sent_again_is_taken_in_once() throws Exception {
        try (var page = pageOf("cat");
                var stream = page.watch("")) {
            assertEquals(202, page.say("11111111", "once").statusCode());
            assertEquals(202, page.say("11111111", "once").statusCode());
            assertEquals(202, page.say("22222222", "then").statusCode());
            var texts = List.of(
                    stream.next().text(),
                    stream.next().text(),
                    stream.next().text(),
                    stream.next().text());
            assertEquals(
                    List.of("You said: once", "You said: then", "once", "then"),
                    texts.stream().sorted().toList());
            assertTrue(stream.isEmpty());
        }
    }

    @Test
    void a_link_opens_once() throws Exception {
        var link = world.link("dan");
        try (var first = page();
                var second = page()) {
            var opened = first.follow(link);
            assertEquals(303, opened.statusCode(), opened.body());
            var cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(cookie.matches(
                    "polar_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"));
            assertRefused(401, "SESSION_UNKNOWN", second.follow(link));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Purpose: prefetch;prerender",
                "Purpose: prefetch",
                "Sec-Fetch-Dest: image",
                "X-Moz: prefetch"
            })
    void looking_ahead_does_not_use_a_link_up(String header) throws Exception {
        var link = world.link("eve");
        try (var page = page()) {
            assertRefused(403, "ORIGIN_FORBIDDEN", page.follow(link, header.split(": ")));
            assertEquals(303, page.follow(link, "Sec-Fetch-Dest", "document").statusCode());
        }
    }

    static Stream<Arguments> strangers() {
        var own = world.address();
        return Stream.of(
                Arguments.of("another site", List.of("Origin", "https://evil.example")),
                Arguments.of("another port of this machine", List.of("Origin", "http://127.0.0.1:1")),
                Arguments.of("another name of this machine", List.of("Origin", own.replace("127.0.0.1", "localhost"))),
                Arguments.of("nobody", List.of("X-Nothing", "here")),
                Arguments.of("a cross-site fetch", List.of("Sec-Fetch-Site", "cross-site")),
                Arguments.of("a same-site fetch", List.of("Origin", own, "Sec-Fetch-Site", "same-site")),
                Arguments.of("an opaque origin", List.of("Origin", "null")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void a_page_elsewhere_cannot_use_the_session(String who, List<String> headers) throws Exception {
        try (var page = pageOf("fay")) {
            var all = Stream.concat(headers.stream(), Stream.of("Content-Type", "application/json"))
                    .toArray(String[]::new);
            assertRefused(403, "ORIGIN_FORBIDDEN", page.post(Page.message("11111111", "hi"), all));
            try (var stream = page.watch("", all)) {
                assertEquals(403, stream.response().statusCode());
            }
        }
    }

    @Test
    void nobody_without_a_session_is_heard_or_shown_anything() throws Exception {
        try (var page = page()) {
            assertRefused(401, "SESSION_UNKNOWN", page.say("11111111", "hi"));
            try (var stream = page.watch("")) {
                assertEquals(401, stream.response().statusCode());
            }
            page.holds("A".repeat(43));
            assertRefused(401, "SESSION_UNKNOWN", page.say("11111111", "hi"));
        }
    }

    @Test
    void a_session_written_into_the_database_is_none() throws Exception {
        DATABASE.get().write(transaction -> {
            WebTable.insertSession(
                    transaction,
                    "known",
                    new WebTable.Pass("root", "0".repeat(32), Instant.now().plusSeconds(600)));
            return 0;
        });
        try (var page = page()) {
            page.holds("known");
            assertRefused(401, "SESSION_UNKNOWN", page.say("11111111", "hi"));
        }
    }

    @Test
    void an_adapter_cannot_speak_for_someone_else() throws Exception {
        try (var page = pageOf("gus")) {
            var answer = page.post(
                    "{\"id\":\"11111111\",\"text\":\"hi\",\"as\":\"ann\"}",
                    "Origin",
                    world.address(),
                    "Content-Type",
                    "application/json");
            assertRefused(500, "TOOL_FAILED", answer);
        }
    }

    @Test
    void an_adapter_is_told_who_and_never_the_cookie() throws Exception {
        try (var page = pageOf("hal")) {
            page.say("11111111", "hi");
            var seen = world.adapter.seen.stream()
                    .filter(request -> request.user().equals("hal"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(!seen.headers().containsKey("cookie"), seen.headers().toString());
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("not JSON", "{", "application/json"),
                Arguments.of("a key twice", "{\"id\":\"1\",\"id\":\"2\",\"text\":\"a\"}", "application/json"),
                Arguments.of("another type", Page.message("11111111", "a"), "text/plain"),
                Arguments.of("U+0000", "{\"id\":\"11111111\",\"text\":\"a\\u0000\"}", "application/json"),
                Arguments.of("too large", " ".repeat(1 << 20) + "{}", "application/json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void what_is_malformed_is_refused(String what, String body, String type) throws Exception {
        try (var page = pageOf("ida")) {
            assertRefused(400, "REQUEST_INVALID", page.post(body, "Origin", world.address(), "Content-Type", type));
        }
    }

    @Test
    void a_plugin_that_is_out_is_not_run() throws Exception {
        try (var page = pageOf("joe")) {
            world.snapshots.publish(Snapshot.EMPTY);
            var before = world.adapter.seen.size();
            var answer = page.say("11111111", "hi");
            assertEquals(List.of(503, ""), List.of(answer.statusCode(), answer.body()));
            assertRefused(503, "PLUGIN_DISABLED", page.get("/"));
            assertEquals(before, world.adapter.seen.size());
        } finally {
            world.enable();
        }
    }

    @Test
    void a_session_opened_before_its_plugin_was_revoked_reaches_it_no_more() throws Exception {
        try (var page = pageOf("kim")) {
            assertEquals(202, page.say("11111111", "hi").statusCode());
            var before = world.adapter.seen.size();
            world.revoke();
            assertEquals(503, page.say("22222222", "hi again").statusCode());
            assertRefused(503, "PLUGIN_REVOKED", page.get("/"));
            assertEquals(before, world.adapter.seen.size(), "its code saw nothing");
        } finally {
            world.enable();
        }
    }

    @Test
    void the_page_comes_from_the_package_and_runs_nothing_else() throws Exception {
        try (var page = page()) {
            var html = page.get("/");
            assertEquals(200, html.statusCode());
            assertTrue(html.headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("")
                    .startsWith("default-src 'self';"));
            assertEquals("no-store", html.headers().firstValue("Cache-Control").orElse(""));
            assertEquals(
                    "nosniff",
                    html.headers().firstValue("X-Content-Type-Options").orElse(""));
            assertEquals(200, page.get("/app.js").statusCode());
            for (var path :
                    List.of("/plugin.json", "/nothing.js", "/web/app.js", "/..%2Fplugin.json", "/%2e%2e/plugin.json")) {
                assertTrue(List.of(400, 404).contains(page.get(path).statusCode()), path);
            }
        }
    }
}
