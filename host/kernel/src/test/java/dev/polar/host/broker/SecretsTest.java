package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.PluginId;
import dev.polar.spi.SecretRef;
import dev.polar.trust.audit.Category;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String USE = "secret.use(token)";
    private static TestHost host;

    private final TestBroker brokers = host.brokers();
    private final String value = "canary/" + UUID.randomUUID();

    @BeforeAll
    static void open(@TempDir Path data) {
        host = new TestHost(DATABASE, data);
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @Test
    void a_secret_goes_to_its_audience_and_the_plugin_sees_only_its_name() {
        try (var server = LoopbackServer.answering(SecretsTest::echo)) {
            var plugin = with(server, "header:Authorization", "Bearer " + value);
            var context = brokers.of(plugin, USE, server.permission());
            var call = TestCalls.by(TestCalls.CLIENT);
            var reply = TestCalls.during(
                    call,
                    () -> context.http()
                            .send(request(server.url("/"), context.secrets().use("token"))));
            assertTrue(server.requests().getFirst().contains("\r\nAuthorization: Bearer " + value + "\r\n"));
            var seen = new String(reply.body(), StandardCharsets.UTF_8) + reply.headers();
            assertTrue(seen.contains("[secret:token]"), seen);
            for (var form : List.of(value, encoded(value), base64(value))) {
                assertFalse(seen.contains(form), seen);
            }
            assertEquals(Set.of("token"), call.usage().secrets());
        }
    }

    @Test
    void a_secret_can_go_into_the_query() {
        try (var server = LoopbackServer.answering(SecretsTest::echo)) {
            var plugin = with(server, "query:key", value);
            var http = brokers.of(plugin, USE, server.permission()).http();
            http.send(request(server.url("/?a=b"), new SecretRef("token")));
            http.send(request(server.url("/path"), new SecretRef("token"), new SecretRef("token")));
            assertTrue(server.requests().get(0).startsWith("GET /?a=b&key=" + encoded(value) + " HTTP/1.1\r\n"));
            assertTrue(server.requests().get(1).startsWith("GET /path?key=" + encoded(value) + " HTTP/1.1\r\n"));
        }
    }

    @Test
    void a_secret_goes_to_no_other_host_and_no_other_port() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"));
                var other = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = with(server, "header:X-Key", value);
            brokers.names.put("localhost", List.of("127.0.0.1"));
            var http = brokers.of(
                            plugin,
                            USE,
                            server.permission(),
                            other.permission(),
                            "net.connect(localhost:" + server.port() + ")")
                    .http();
            for (var url : List.of(other.url("/"), "http://localhost:" + server.port() + "/")) {
                Refused.with(Code.SECRET_INVALID, () -> http.send(request(url, new SecretRef("token"))));
            }
            assertTrue(server.requests().isEmpty() && other.requests().isEmpty());
        }
    }

    @Test
    void a_secret_is_not_sent_in_the_clear() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = host.installed(USE);
            host.setSecret(plugin, "token", "api.example:" + server.port(), "header:X-Key", value);
            brokers.names.put("api.example", List.of("127.0.0.1"));
            var http = brokers.of(plugin, USE, server.permission(), "net.connect(api.example:" + server.port() + ")")
                    .http();
            var url = "http://api.example:" + server.port() + "/";
            Refused.with(Code.SECRET_INVALID, () -> http.send(request(url, new SecretRef("token"))));
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void a_redirect_takes_no_secret_along() {
        try (var other = LoopbackServer.answering(LoopbackServer.ok("hello"));
                var server = LoopbackServer.answering(request -> LoopbackServer.bytes(
                        request.startsWith("GET /away")
                                ? LoopbackServer.redirect(307, other.url("/"))
                                : request.startsWith("GET /near")
                                        ? LoopbackServer.redirect(307, "/there")
                                        : LoopbackServer.ok("there")))) {
            var plugin = with(server, "header:X-Key", value);
            var http = brokers.of(plugin, USE, server.permission(), other.permission())
                    .http();
            http.send(request(server.url("/away"), new SecretRef("token")));
            http.send(request(server.url("/near"), new SecretRef("token")));
            assertFalse(other.requests().getFirst().contains(value));
            assertEquals(3, server.requests().size());
            assertFalse(server.requests().getLast().contains(value));
        }
    }

    @Test
    void a_redirect_that_carries_the_secret_is_not_followed() {
        try (var other = LoopbackServer.answering(LoopbackServer.ok("hello"));
                var server = LoopbackServer.answering(request -> LoopbackServer.bytes(LoopbackServer.redirect(
                        302, other.url("/") + request.substring(request.indexOf('?'), request.indexOf(" HTTP")))))) {
            var plugin = with(server, "query:key", value);
            var http = brokers.of(plugin, USE, server.permission(), other.permission())
                    .http();
            Refused.with(Code.HTTP_FAILED, () -> http.send(request(server.url("/"), new SecretRef("token"))));
            assertTrue(other.requests().isEmpty());
        }
    }

    @Test
    void what_a_mask_could_not_see_through_is_refused() {
        try (var server = LoopbackServer.answering(request -> {
            var zipped = LoopbackServer.zipped(request);
            var head = LoopbackServer.bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            var both = Arrays.copyOf(head, head.length + zipped.length);
            System.arraycopy(zipped, 0, both, head.length, zipped.length);
            return both;
        })) {
            var plugin = with(server, "header:X-Key", value);
            var http = brokers.of(plugin, USE, server.permission()).http();
            Refused.with(Code.HTTP_FAILED, () -> http.send(request(server.url("/"), new SecretRef("token"))));
            var part = new HttpCall(
                    "GET",
                    URI.create(server.url("/")),
                    Map.of("range", "bytes=0-9"),
                    new byte[0],
                    Duration.ofSeconds(5),
                    List.of(new SecretRef("token")));
            Refused.with(Code.HTTP_FAILED, () -> http.send(part));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void a_plugin_cannot_say_what_stands_where_the_secret_goes() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = with(server, "header:X-Key", value);
            var call = new HttpCall(
                    "GET",
                    URI.create(server.url("/")),
                    Map.of("x-key", "mine"),
                    new byte[0],
                    Duration.ofSeconds(5),
                    List.of(new SecretRef("token")));
            Refused.with(
                    Code.HTTP_FAILED,
                    () -> brokers.of(plugin, USE, server.permission()).http().send(call));
        }
    }

    @Test
    void without_the_permission_a_secret_is_neither_named_nor_sent() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = with(server, "header:X-Key", value);
            var context = brokers.of(plugin, server.permission(), "secret.use(other)", "secret.env(token)");
            Refused.with(Code.PERMISSION_DENIED, () -> context.secrets().use("token"));
            Refused.with(Code.PERMISSION_DENIED, () -> context.secrets().read("token"));
            Refused.with(
                    Code.PERMISSION_DENIED,
                    () -> context.http().send(request(server.url("/"), new SecretRef("token"))));
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void a_secret_belongs_to_one_plugin_of_one_publisher() {
        var plugin = with("api.example", "header:X-Key", value);
        var read = "secret.read(token)";
        assertEquals(value, brokers.of(plugin, read).secrets().read("token"));
        Refused.with(
                Code.SECRET_MISSING,
                () -> brokers.of(TestHost.fresh(), read).secrets().read("token"));
        var namesake = brokers.of(new Owner(plugin, "mallory"), new LiveGrant(read, USE));
        Refused.with(Code.SECRET_MISSING, () -> namesake.secrets().read("token"));
        Refused.with(Code.SECRET_MISSING, () -> namesake.secrets().use("token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE secret SET plugin = :thief WHERE plugin = :plugin",
                "UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE plugin = :thief) WHERE plugin = :plugin",
                "UPDATE secret SET version = 2 WHERE plugin = :plugin",
                "DELETE FROM consent WHERE object = 'secret:' || :plugin || '/token'",
                "UPDATE consent SET envelope = replace(envelope, 'a', 'b') WHERE object = 'secret:' || :plugin || '/token'",
            })
    void a_row_that_was_edited_counts_as_not_set(String edit) {
        var plugin = with("api.example", "header:X-Key", value);
        var thief =
                edit.contains("sealed = ") ? with("thief.example", "header:X-Key", "thief-" + value) : TestHost.fresh();
        host.database.write(transaction -> {
            try (var update = transaction.handle().createUpdate(edit)) {
                if (edit.contains(":thief")) {
                    update.bind("thief", thief.name());
                }
                return update.bind("plugin", plugin.name()).execute();
            }
        });
        var reread = new KeptSecrets(host.values, host.ledger);
        host.ledger.read();
        Refused.with(Code.SECRET_MISSING, () -> reread.require(new Owner(plugin, "acme"), "token"));
        if (!edit.contains("sealed = ")) {
            Refused.with(Code.SECRET_MISSING, () -> reread.require(new Owner(thief, "acme"), "token"));
        }
    }

    @Test
    void a_secret_that_changes_its_audience_is_gone_from_the_old_one() {
        try (var before = LoopbackServer.answering(LoopbackServer.ok("hello"));
                var after = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = with(before, "header:X-Key", "old-" + value);
            var plan = host.plan(setting(plugin, "token", "127.0.0.1:" + after.port(), "header:X-Key"));
            assertFalse(plan.plain());
            assertTrue(plan.notes().getFirst().contains("until now it goes to 127.0.0.1:" + before.port()));
            host.setSecret(plugin, "token", "127.0.0.1:" + after.port(), "header:X-Key", value);
            var http = brokers.of(plugin, USE, before.permission(), after.permission())
                    .http();
            Refused.with(Code.SECRET_INVALID, () -> http.send(request(before.url("/"), new SecretRef("token"))));
            http.send(request(after.url("/"), new SecretRef("token")));
            assertTrue(after.requests().getFirst().contains("X-Key: " + value));
        }
    }

    @Test
    void a_removed_secret_is_gone() {
        var plugin = with("api.example", "header:X-Key", value);
        assertTrue(host.secrets.list().stream().anyMatch(row -> row.plugin().equals(plugin.name())));
        host.commit(new Request("secret.remove", plugin + "/token", Map.of()), Map.of());
        Refused.with(
                Code.SECRET_MISSING, () -> brokers.of(plugin, USE).secrets().use("token"));
        assertTrue(host.secrets.list().stream().noneMatch(row -> row.plugin().equals(plugin.name())));
        Refused.with(Code.NOT_FOUND, () -> host.plan(new Request("secret.remove", plugin + "/token", Map.of())));
    }

    @Test
    void lists_show_where_a_secret_goes_and_never_its_value() {
        var plugin = with("API.example", "query:key", value);
        var row = host.secrets.list().stream()
                .filter(secret -> secret.plugin().equals(plugin.name()))
                .findFirst()
                .orElseThrow();
        assertEquals("token", row.name());
        assertEquals("api.example:443", row.audience());
        assertEquals("query:key", row.placement());
        assertFalse(row.toString().contains(value));
    }

    @Test
    void the_one_plugin_that_asks_is_meant_and_two_are_named() {
        var name = "s" + UUID.randomUUID();
        var request = new Request("secret.set", name, Map.of("for", "api.example", "in", "header:X-Key"));
        Refused.with(Code.NOT_FOUND, () -> host.plan(request));
        var first = host.installed("secret.use(" + name + ")");
        assertTrue(statement(request).contains("\"plugin\":\"" + first + "\""));
        var second = host.installed("secret.env(" + name + ")", "net.connect(evil.example:443)");
        var refusal = Refused.with(Code.REQUEST_INVALID, () -> host.plan(request));
        assertTrue(refusal.getMessage().contains(first.name())
                && refusal.getMessage().contains(second.name()));
        var chosen = host.plan(setting(second, name, "api.example", "header:X-Key"));
        assertFalse(chosen.plain());
        assertEquals(List.of(second + " can read " + name + " and send it to evil.example:443"), chosen.notes());
        Refused.with(Code.NOT_FOUND, () -> host.plan(setting(TestHost.fresh(), name, "api.example", "header:X-Key")));
    }

    @ParameterizedTest
    @CsvSource({
        "api.example, header:Host",
        "api.example, header:content-length",
        "api.example, 'header:A B'",
        "api.example, 'header:A\r\nB'",
        "api.example, header:",
        "api.example, query:a&b",
        "api.example, cookie:a",
        "api.example, env:TOKEN",
        "api.example, ''",
        "*.example, header:X-Key",
        "*, header:X-Key",
        "api.example:0, header:X-Key",
        "api.example:65536, header:X-Key",
        "https://api.example, header:X-Key",
        "api.example/path, header:X-Key",
        "'', header:X-Key",
    })
    void an_audience_is_one_host_and_a_placement_a_header_a_parameter_or_the_environment(
            String audience, String placement) {
        var plugin = host.installed(USE);
        Refused.with(Code.SECRET_INVALID, () -> host.plan(setting(plugin, "token", audience, placement)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "seven77", "line\r\nbreak: x", "schön-und-gut", " spaces around ", "zero\0zero"})
    void a_value_that_cannot_be_sent_or_masked_is_refused(String value) {
        var plugin = host.installed(USE);
        Refused.with(Code.SECRET_INVALID, () -> host.setSecret(plugin, "token", "api.example", "header:X-Key", value));
        Refused.with(
                Code.SECRET_MISSING, () -> brokers.of(plugin, USE).secrets().use("token"));
    }

    @Test
    void a_value_is_in_no_record_no_statement_and_no_row() {
        try (var server = LoopbackServer.answering(SecretsTest::echo)) {
            var plugin = with(server, "header:X-Key", value);
            var http = brokers.of(plugin, USE, server.permission()).http();
            http.send(request(server.url("/"), new SecretRef("token")));
            host.journal.append(Draft.of(Category.HOST, "heartbeat")
                    .fact("leaked", "it was " + value + "!")
                    .personalFact("hidden", value));
            List<String> everything = host.database.read(transaction -> {
                transaction.handle().execute("SET LOCAL xmlbinary = hex");
                return transaction
                        .handle()
                        .createQuery("SELECT query_to_xml('SELECT * FROM ' || table_name, true, false, '')::text"
                                + " FROM information_schema.tables WHERE table_schema = 'public'")
                        .mapTo(String.class)
                        .list();
            });
            var all = String.join("\n", everything) + host.records();
            assertTrue(all.contains("it was [secret:token]!"));
            for (var form : List.of(value, base64(value), hex(value), hex(value).toUpperCase(Locale.ROOT))) {
                assertFalse(all.contains(form));
            }
        }
    }

    @Test
    void a_use_outside_of_any_call_has_a_record_of_its_own() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var plugin = with(server, "header:X-Key", value);
            var http = brokers.of(plugin, USE, server.permission()).http();
            http.send(request(server.url("/"), new SecretRef("token")));
            assertEquals(
                    1,
                    host.records()
                            .lines()
                            .filter(record -> record.contains(plugin.name()) && record.contains("\"secret.use\""))
                            .count());
        }
    }

    private PluginId with(LoopbackServer server, String placement, String value) {
        return with("127.0.0.1:" + server.port(), placement, value);
    }

    private PluginId with(String audience, String placement, String value) {
        var plugin = host.installed(USE);
        host.setSecret(plugin, "token", audience, placement, value);
        return plugin;
    }

    private static Request setting(PluginId plugin, String name, String audience, String placement) {
        return new Request("secret.set", name, Map.of("plugin", plugin.name(), "for", audience, "in", placement));
    }

    private static String statement(Request request) {
        return new String(Base64.getDecoder().decode(host.plan(request).statement()), StandardCharsets.UTF_8);
    }

    private static HttpCall request(String url, SecretRef... secrets) {
        return new HttpCall("GET", URI.create(url), Map.of(), new byte[0], Duration.ofSeconds(5), List.of(secrets));
    }

    /** Tells the client everything it sent, in every way it knows. */
    private static byte[] echo(String request) {
        var header = request.lines()
                .filter(line -> line.startsWith("Authorization: "))
                .map(line -> line.substring(15))
                .findFirst()
                .orElse("none");
        var bare = header.substring(header.indexOf(' ') + 1);
        return LoopbackServer.bytes(LoopbackServer.ok(
                request + encoded(bare) + " " + base64(bare) + " " + base64(header), "X-Echo: " + header));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8))
                .replace("=", "");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
