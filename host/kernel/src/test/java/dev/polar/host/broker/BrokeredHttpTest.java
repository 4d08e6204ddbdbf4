package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Http;
import dev.polar.spi.HttpCall;
import dev.polar.spi.Refusal;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokeredHttpTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestHost host;

    private final TestBroker brokers = host.brokers();

    @BeforeAll
    static void open(@TempDir Path data) {
        host = new TestHost(DATABASE, data);
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @Test
    void a_request_arrives_and_its_answer_comes_back() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny", "X-Station: 7", "x-station: 8"))) {
            var reply = broker(server.permission())
                    .send(new HttpCall(
                            "POST",
                            URI.create(server.url("/report?day=1")),
                            Map.of("Content-Type", "text/plain"),
                            "rain".getBytes(StandardCharsets.UTF_8),
                            Duration.ofSeconds(5),
                            List.of()));
            assertEquals(200, reply.status());
            assertEquals("sunny", text(reply.body()));
            assertEquals(List.of("7", "8"), reply.headers().get("x-station"));
            assertEquals(
                    "POST /report?day=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nConnection: close\r\nAccept-Encoding: identity\r\nContent-Length: 4\r\n"
                            + "Content-Type: text/plain\r\n\r\nrain",
                    server.requests().getFirst());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "net.connect(example.com:443), https://example.org/",
        "net.connect(example.com:443), https://example.com:8443/",
        "net.connect(*.example.com:443), https://example.com/",
        "net.connect(*:443), https://127.0.0.1/",
        "net.connect(*:*), http://169.254.169.254/latest/meta-data/",
        "net.connect(*:*), http://[fd00:ec2::254]/",
        "net.connect(*:*), http://[::ffff:127.0.0.1]/",
        "net.connect(*:*), http://localhost/",
        "storage.read($DATA), http://example.com/",
    })
    void a_host_that_nobody_granted_is_not_reached(String permission, String url) {
        var refusal = Refused.with(Code.PERMISSION_DENIED, () -> get(permission, url));
        assertTrue(refusal.details().get("permission").startsWith("net.connect("), refusal::toString);
        assertTrue(brokers.lookups.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "127.0.0.1",
                "10.1.2.3",
                "172.31.0.1",
                "192.168.0.1",
                "0.0.0.0",
                "::1",
                "fd00:ec2::254",
                "fe80::1",
                "64:ff9b::a9fe:a9fe",
                "8.8.8.8 10.0.0.1"
            })
    void a_granted_name_that_leads_inside_is_not_followed(String address) {
        brokers.names.put("weather.example", List.of(address));
        for (var permission : List.of("net.connect(weather.example:80)", "net.connect(*:80)")) {
            var refusal = Refused.with(Code.PERMISSION_DENIED, () -> get(permission, "http://weather.example/"));
            assertTrue(refusal.getMessage().contains("weather.example leads to"), refusal::toString);
        }
    }

    @Test
    void this_machines_own_addresses_count_as_inside() throws Exception {
        var own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(InetAddress::getHostAddress)
                .filter(address -> !address.contains("%"))
                .toList();
        for (var address : own) {
            brokers.names.put("me.example", List.of(address));
            Refused.with(Code.PERMISSION_DENIED, () -> get("net.connect(*:80)", "http://me.example/"));
        }
        assertFalse(own.isEmpty());
    }

    @Test
    void an_inner_address_that_is_named_itself_is_reached_under_its_name() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("inner"))) {
            brokers.names.put("inner.example", List.of("127.0.0.1"));
            var http = broker("net.connect(inner.example:" + server.port() + ")", server.permission());
            assertEquals(
                    "inner",
                    text(http.send(get("http://inner.example:" + server.port())).body()));
            assertTrue(server.requests().getFirst().contains("Host: inner.example:" + server.port() + "\r\n"));
        }
    }

    @Test
    void localhost_is_loopback_if_it_is_named() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("here"))) {
            brokers.names.put("localhost", List.of("127.0.0.1", "10.0.0.1"));
            var http = broker("net.connect(localhost:" + server.port() + ")");
            var call = get("http://LOCALHOST:" + server.port() + "/");
            assertEquals("here", text(http.send(call).body()));
            Refused.with(Code.PERMISSION_DENIED, () -> http.send(call));
        }
    }

    @Test
    void a_name_is_looked_up_once_and_the_connection_goes_where_the_check_looked() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("first"))) {
            brokers.names.put("rebind.example", List.of("127.0.0.1", "169.254.169.254"));
            var http = broker("net.connect(rebind.example:" + server.port() + ")", server.permission());
            var call = get("http://rebind.example:" + server.port() + "/");
            assertEquals("first", text(http.send(call).body()));
            assertEquals(1, brokers.lookups.size());
            Refused.with(Code.PERMISSION_DENIED, () -> http.send(call));
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.1:1/",
                "http://elsewhere.example/",
                "//[::1]/",
                "http://inner.example/"
            })
    void each_redirect_is_checked_again(String location) {
        brokers.names.put("elsewhere.example", List.of("8.8.8.8"));
        brokers.names.put("inner.example", List.of("10.0.0.1"));
        try (var server = LoopbackServer.answering(LoopbackServer.redirect(302, location))) {
            var http = broker(server.permission(), "net.connect(inner.example:80)");
            Refused.with(Code.PERMISSION_DENIED, () -> http.send(get(server.url("/"))));
        }
    }

    @ParameterizedTest
    @CsvSource({"301, GET", "302, GET", "303, GET", "307, POST", "308, POST"})
    void a_redirect_repeats_the_method_only_if_it_says_so(int status, String method) {
        try (var target = LoopbackServer.answering(LoopbackServer.ok("moved"));
                var server = LoopbackServer.answering(LoopbackServer.redirect(status, target.url("/new")))) {
            var reply = broker(server.permission(), target.permission())
                    .send(new HttpCall(
                            "POST",
                            URI.create(server.url("/old")),
                            Map.of(
                                    "Authorization",
                                    "Basic x",
                                    "Cookie",
                                    "a=b",
                                    "X-Own",
                                    "1",
                                    "Content-Type",
                                    "text/plain"),
                            "body".getBytes(StandardCharsets.UTF_8),
                            Duration.ofSeconds(5),
                            List.of()));
            assertEquals("moved", text(reply.body()));
            var request = target.requests().getFirst();
            assertTrue(request.startsWith(method + " /new HTTP/1.1\r\n"), request);
            assertEquals(method.equals("POST"), request.endsWith("body"), request);
            assertEquals(method.equals("POST"), request.contains("Content-Type"), request);
            assertFalse(request.contains("Authorization") || request.contains("Cookie"), request);
            assertTrue(request.contains("X-Own: 1"), request);
        }
    }

    @Test
    void five_redirects_are_followed_and_no_sixth() {
        try (var server = LoopbackServer.answering(request -> {
            int hop = Integer.parseInt(request.substring(5, request.indexOf(' ', 5)));
            return LoopbackServer.bytes(
                    hop == 0 ? LoopbackServer.ok("end") : LoopbackServer.redirect(302, "/" + (hop - 1)));
        })) {
            var http = broker(server.permission());
            assertEquals("end", text(http.send(get(server.url("/5"))).body()));
            Refused.with(Code.HTTP_FAILED, () -> http.send(get(server.url("/6"))));
        }
    }

    @Test
    void a_body_of_ten_mebibytes_comes_through_and_a_larger_one_does_not() {
        var most = "x".repeat(10 << 20);
        try (var server = LoopbackServer.answering(request -> LoopbackServer.bytes(
                switch (request.substring(5, request.indexOf(' ', 5))) {
                    case "most" -> LoopbackServer.ok(most);
                    case "length" -> "HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n";
                    case "chunks" ->
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na00000\r\n" + most
                                + "\r\n1\r\nx\r\n0\r\n\r\n";
                    default -> "HTTP/1.1 200 OK\r\n\r\n" + most + "x";
                }))) {
            var http = broker(server.permission());
            assertEquals(10 << 20, http.send(get(server.url("/most"))).body().length);
            for (var way : List.of("length", "chunks", "close")) {
                Refused.with(Code.HTTP_TOO_LARGE, () -> http.send(get(server.url("/" + way))));
            }
        }
    }

    @Test
    void a_server_that_does_not_answer_is_not_waited_for() {
        try (var server = LoopbackServer.answering(request -> null)) {
            var http = broker(server.permission());
            var call = new HttpCall(
                    "GET", URI.create(server.url("/")), Map.of(), new byte[0], Duration.ofMillis(100), List.of());
            Refused.with(Code.HTTP_FAILED, () -> http.send(call));
        }
    }

    @Test
    void a_cancelled_call_does_not_wait_for_its_request() throws Exception {
        var asked = new CountDownLatch(1);
        try (var server = LoopbackServer.answering(request -> {
            asked.countDown();
            return null;
        })) {
            var http = broker(server.permission());
            var ended = new AtomicReference<Throwable>();
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    http.send(new HttpCall(
                            "GET",
                            URI.create(server.url("/")),
                            Map.of(),
                            new byte[0],
                            Duration.ofSeconds(60),
                            List.of()));
                } catch (Refusal refusal) {
                    ended.set(refusal);
                }
            });
            asked.await();
            thread.interrupt();
            assertTrue(thread.join(Duration.ofSeconds(20)));
            assertEquals(Code.HTTP_FAILED, ((Refusal) ended.get()).code());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 200\r\n\r\nhello",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
            })
    void an_answer_of_the_protocol_is_read(String answer) {
        try (var server = LoopbackServer.answering(answer)) {
            assertEquals(
                    "hello",
                    text(broker(server.permission()).send(get(server.url("/"))).body()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2 200\r\n\r\nhello",
                "HTTP/1.1 099 No\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nA: b\rB: c\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\nhello",
            })
    void an_answer_that_two_readers_could_read_differently_is_refused(String answer) {
        try (var server = LoopbackServer.answering(answer)) {
            Refused.with(Code.HTTP_FAILED, () -> broker(server.permission()).send(get(server.url("/"))));
        }
    }

    @Test
    void a_head_without_end_is_not_collected() {
        var endless = "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000);
        try (var server = LoopbackServer.answering(endless)) {
            Refused.with(Code.HTTP_FAILED, () -> broker(server.permission()).send(get(server.url("/"))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void some_answers_have_no_body(int status) {
        try (var server = LoopbackServer.answering("HTTP/1.1 " + status + " Empty\r\nContent-Length: 9\r\n\r\n")) {
            var reply = broker(server.permission()).send(get(server.url("/")));
            assertEquals(status, reply.status());
            assertArrayEquals(new byte[0], reply.body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Host, evil.example",
        "Content-Length, 0",
        "transfer-encoding, chunked",
        "Connection, keep-alive",
        "Accept-Encoding, gzip",
        "Upgrade, websocket",
        "'A\r\nB', c",
        "A, 'b\r\nHost: evil.example'",
        "A, 'b\nc'",
        "A, schön",
        "'', b",
        "'A B', c",
    })
    void a_header_that_would_change_the_request_is_refused(String name, String value) {
        var call = new HttpCall(
                "GET",
                URI.create("http://127.0.0.1:9/"),
                Map.of(name, value),
                new byte[0],
                Duration.ofSeconds(1),
                List.of());
        Refused.with(Code.HTTP_FAILED, () -> broker("net.connect(127.0.0.1:9)").send(call));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "http:/etc/passwd",
                "/relative",
                "mailto:a@b",
                "http://user:password@127.0.0.1/",
                "http://127.0.0.1:0/",
                "http://127.0.0.1:65536/",
                "http://127.1/",
                "http://2130706433/",
                "http://0x7f.0.0.1/",
                "http://exa_mple/",
            })
    void a_url_that_cannot_be_checked_is_refused(String url) {
        Refused.with(Code.HTTP_FAILED, () -> get("net.connect(*:*)", url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE", "get", "GET /x HTTP/1.1\r\nHost: y\r\n\r\nGET", ""})
    void other_methods_are_refused(String method) {
        var call = new HttpCall(
                method, URI.create("http://127.0.0.1:9/"), Map.of(), new byte[0], Duration.ofSeconds(1), List.of());
        Refused.with(Code.HTTP_FAILED, () -> broker("net.connect(127.0.0.1:9)").send(call));
    }

    @Test
    void a_large_request_is_refused() {
        var call = new HttpCall(
                "POST",
                URI.create("http://127.0.0.1:9/"),
                Map.of(),
                new byte[(10 << 20) + 1],
                Duration.ofSeconds(1),
                List.of());
        Refused.with(
                Code.HTTP_TOO_LARGE, () -> broker("net.connect(127.0.0.1:9)").send(call));
    }

    @Test
    void a_name_that_does_not_exist_and_a_closed_port_are_told() {
        Refused.with(Code.HTTP_FAILED, () -> get("net.connect(nowhere.example:80)", "http://nowhere.example/"));
        Refused.with(Code.HTTP_FAILED, () -> get("net.connect(127.0.0.1:1)", "http://127.0.0.1:1/"));
    }

    @Test
    void a_handle_kept_from_before_stops_at_its_next_use() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var live = new LiveGrant(server.permission());
            var http = brokers.of(new Owner(TestHost.fresh(), "acme"), live).http();
            http.send(get(server.url("/")));
            live.end(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
            Refused.with(Code.PLUGIN_REVOKED, () -> http.send(get(server.url("/"))));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void what_was_used_is_noted_with_the_call_redirects_too() {
        try (var target = LoopbackServer.answering(LoopbackServer.ok("moved"));
                var server = LoopbackServer.answering(LoopbackServer.redirect(302, target.url("/")))) {
            var call = TestCalls.by(TestCalls.CLIENT);
            var http = broker(server.permission(), target.permission());
            TestCalls.during(call, () -> http.send(get(server.url("/"))));
            assertEquals(
                    List.of(server.permission(), target.permission()).stream()
                            .sorted()
                            .toList(),
                    List.copyOf(call.usage().permissions()));
        }
    }

    @Test
    void a_limit_is_counted() {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("hello"))) {
            var http = broker(server.permission() + " limit 2/day");
            http.send(get(server.url("/")));
            http.send(get(server.url("/")));
            Refused.with(Code.RATE_LIMITED, () -> http.send(get(server.url("/"))));
        }
    }

    private Http broker(String... permissions) {
        return brokers.of(permissions).http();
    }

    private void get(String permission, String url) {
        broker(permission).send(get(url));
    }

    private static HttpCall get(String url) {
        return HttpCall.get(URI.create(url));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
