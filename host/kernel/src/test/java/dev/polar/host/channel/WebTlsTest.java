package dev.polar.host.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.SelfSigned;
import dev.polar.host.http.LiveIdentity;
import dev.polar.host.store.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page to talk in, of a host with TLS. */
class WebTlsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path home;

    private static SelfSigned made;
    private static WebWorld world;

    @BeforeAll
    static void open() throws Exception {
        made = SelfSigned.in(home.resolve("tls"), "EC");
        var identity = LiveIdentity.in(made.certificateFile(), made.keyFile(), Instant::now);
        world = new WebWorld(DATABASE.get(), home.resolve("data"), Optional.of(identity));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Page page() throws Exception {
        return new Page(world.address(), HttpClient.newBuilder().sslContext(made.known()));
    }

    @Test
    void the_session_it_gives_is_never_sent_without_tls() throws Exception {
        var link = world.link("ann");
        assertTrue(link.startsWith("https://"), link);
        try (var page = page()) {
            var opened = page.follow(link);
            assertEquals(303, opened.statusCode(), opened.body());
            assertEquals("/", opened.headers().firstValue("Location").orElse(""), "wherever it was opened");
            var cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(
                    cookie.matches(
                            "polar_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"),
                    cookie);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1:PORT, 202",
        "http://127.0.0.1:PORT, 403",
        "https://127.0.0.1, 403",
        "https://localhost:PORT, 403",
        "https://evil.example, 403",
        "'null', 403",
    })
    void it_is_used_by_this_hosts_own_page_over_tls_alone(String origin, int status) throws Exception {
        try (var page = page()) {
            page.follow(world.link("ben"));
            var port = world.address().substring(world.address().lastIndexOf(':') + 1);
            var said = origin.replace("PORT", port);
            var id = String.format("%08x", origin.hashCode());
            assertStatus(status, page.post(Page.message(id, "hi"), "Origin", said, "Content-Type", "application/json"));
            try (var stream = page.watch("", "Origin", said)) {
                assertEquals(status == 202 ? 200 : 403, stream.response().statusCode());
            }
        }
    }

    @Test
    void a_page_without_tls_cannot_use_it_whatever_its_browser_says() throws Exception {
        try (var page = page()) {
            page.follow(world.link("cat"));
            var plain = world.address().replace("https:", "http:");
            var answer = page.post(
                    Page.message("11111111", "hi"),
                    "Origin",
                    plain,
                    "Sec-Fetch-Site",
                    "same-origin",
                    "Content-Type",
                    "application/json");
            assertStatus(403, answer);
            assertTrue(answer.body().contains("ORIGIN_FORBIDDEN"), answer.body());
        }
    }

    private static void assertStatus(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
    }
}
