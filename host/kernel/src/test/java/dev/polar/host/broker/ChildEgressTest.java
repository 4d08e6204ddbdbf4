package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.child.Egress;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process of a plugin reaches through its relay, with the broker's own checks behind it. */
@Timeout(120)
class ChildEgressTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestHost host;

    private final TestBroker brokers = host.brokers();
    private final PluginId plugin = TestHost.fresh();

    @BeforeAll
    static void open(@TempDir Path data) {
        host = new TestHost(DATABASE, data);
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @Test
    void a_granted_host_is_reached_by_connect_and_its_bytes_are_on_record() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny"))) {
            var to = "127.0.0.1:" + server.port();
            try (var way = way(server.permission());
                    var side = NearSide.of(way).connect(to)) {
                assertEquals("HTTP/1.1 200 Connection established", side.line());
                assertEquals("", side.line());
                assertTrue(side.send("GET / HTTP/1.1\r\n\r\n").rest().endsWith("sunny"));
            }
            assertEquals(1, records("net.connect", "\"decision\":\"ALLOW\"", to));
            assertEquals(1, records("net.traffic", to, "\"sent\":18", "\"connections\":1", "\"received\":43"));
        }
    }

    @Test
    void a_granted_host_is_reached_by_socks() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny"))) {
            brokers.names.put("localhost", List.of("127.0.0.1"));
            var port = "%04x".formatted(server.port());
            try (var way = way(server.permission(), "net.connect(localhost:" + server.port() + ")")) {
                for (var address : List.of(
                        "01 7f000001",
                        "04 00000000000000000000ffff7f000001",
                        "03 09 6c6f63616c686f7374",
                        "03 09 3132372e302e302e31",
                        "03 0a 4c4f43414c484f53542e")) {
                    try (var side = NearSide.of(way).hex("05 01 00")) {
                        assertEquals("0500", side.hex(2));
                        side.hex("05 01 00 " + address + port);
                        assertEquals("05000001000000000000", side.hex(10), address);
                        assertTrue(side.send("GET / HTTP/1.1\r\n\r\n").rest().endsWith("sunny"));
                    }
                }
            }
        }
    }

    @Test
    void a_plain_url_is_asked_for_in_the_name_of_the_granted_host_alone() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny", "Connection: keep-alive"))) {
            try (var way = way(server.permission())) {
                var answer = NearSide.ask(
                        way,
                        "POST " + server.url("/report?day=1") + " HTTP/1.1\r\nHost: evil.example\r\nX-A: 1\r\n"
                                + "Proxy-Connection: keep-alive\r\nConnection: X-Hop\r\nX-Hop: 1\r\n"
                                + "Content-Length: 4\r\n\r\nrainGET http://127.0.0.1:1/ HTTP/1.1\r\n\r\n");
                assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
                assertTrue(answer.contains("Connection: close\r\n"), answer);
                assertFalse(answer.contains("keep-alive"), answer);
                assertTrue(answer.endsWith("sunny"), answer);
            }
            assertEquals(
                    List.of("POST /report?day=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nX-A: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nrain"),
                    server.requests());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "net.connect(example.com:443), example.org:443",
        "net.connect(example.com:443), example.com:80",
        "net.connect(*.example.com:443), example.com:443",
        "net.connect(*:*), 169.254.169.254:80",
        "net.connect(*:*), 127.0.0.1:5432",
        "net.connect(*:*), localhost:5432",
        "net.connect(*:*), [::1]:80",
        "net.connect(*:*), [::ffff:169.254.169.254]:80",
        "net.connect(*:*), [fd00:ec2::254]:80",
        "net.connect(*:*), [64:ff9b::a9fe:a9fe]:80",
        "storage.read($DATA), example.com:443",
    })
    void what_was_not_granted_is_refused_and_recorded(String permission, String to) throws Exception {
        try (var way = way(permission)) {
            var answer = NearSide.ask(way, "CONNECT " + to + " HTTP/1.1\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 403 PERMISSION_DENIED\r\n"), answer);
            assertEquals(
                    1,
                    records(
                            "net.connect",
                            "\"reason\":\"PERMISSION_DENIED\"",
                            to.replace("[::ffff:169.254.169.254]", "169.254.169.254")));
        }
        assertTrue(brokers.lookups.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433:80",
                "0177.0.0.1:80",
                "0x7f000001:80",
                "127.1:80",
                "127.0.0.1",
                "::1:80",
                "user@example.com:443",
                "example.com:0",
                "example.com:65536",
                "example.com:0443",
                "example.com:443#",
                "exa%6dple.com:443",
                "http://example.com:443",
                "example..com:443",
                "[fe80::1%eth0]:80",
                ":443",
            })
    void what_could_be_read_in_two_ways_is_no_host(String to) throws Exception {
        try (var way = way("net.connect(*:*)", "net.connect(127.0.0.1:80)")) {
            var answer = NearSide.ask(way, "CONNECT " + to + " HTTP/1.1\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 REQUEST_INVALID\r\n"), answer);
        }
        assertTrue(brokers.lookups.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
                "GET ftp://example.com/ HTTP/1.1\r\n\r\n",
                "GET http://user:word@example.com/ HTTP/1.1\r\n\r\n",
                "GET http://example.com\\@evil.example/ HTTP/1.1\r\n\r\n",
                "GET http://example.com/ HTTP/1.1\nHost: a\n\nGET http://example.com/ HTTP/1.1\r\n\r\n",
                "GET http://example.com/ HTTP/2.0\r\n\r\n",
                "GET http://example.com/ HTTP/1.1\r\n folded: 1\r\n\r\n",
                "GET http://example.com/ HTTP/1.1\r\nX : 1\r\n\r\n",
                "POST http://example.com/ HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST http://example.com/ HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nrainy",
                "POST http://example.com/ HTTP/1.1\r\nContent-Length: +4\r\n\r\nrain",
                "POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "CONNECT example.com:443 HTTP/1.1\r\nContent-Length: 4\r\n\r\nrain",
            })
    void a_request_that_two_readers_could_understand_differently_goes_nowhere(String request) throws Exception {
        try (var way = way("net.connect(example.com:*)")) {
            var answer = NearSide.ask(way, request);
            assertTrue(answer.startsWith("HTTP/1.1 400 REQUEST_INVALID\r\n"), answer);
        }
        assertTrue(brokers.lookups.isEmpty());
    }

    @Test
    void a_head_that_does_not_end_is_cut_off() throws Exception {
        try (var way = way("net.connect(*:*)");
                var side = NearSide.of(way)) {
            side.send("GET http://example.com/ HTTP/1.1\r\nX: " + "x".repeat(64 << 10));
            assertTrue(side.rest().startsWith("HTTP/1.1 400 REQUEST_INVALID"));
        }
    }

    @Test
    void a_name_that_leads_inside_is_not_followed_and_is_asked_for_once() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("inner"))) {
            var permission = "net.connect(rebind.example:" + server.port() + ")";
            brokers.names.put("rebind.example", List.of("127.0.0.1"));
            try (var way = way(permission)) {
                var answer = NearSide.ask(way, "CONNECT REBIND.example.:" + server.port() + " HTTP/1.1\r\n\r\n");
                assertTrue(answer.contains("rebind.example leads to 127.0.0.1 inside"), answer);
            }
            // Checked, and then another address: the connection still goes to the one that was checked.
            brokers.names.put("rebind.example", List.of("127.0.0.1", "127.0.0.9"));
            try (var way = way(permission, server.permission());
                    var side = NearSide.of(way).connect("rebind.example:" + server.port())) {
                assertEquals("HTTP/1.1 200 Connection established", side.line());
                side.send("GET / HTTP/1.1\r\n\r\n");
                assertTrue(side.rest().endsWith("inner"));
            }
            assertEquals(List.of("rebind.example", "rebind.example"), brokers.lookups);
        }
    }

    @Test
    void a_redirect_is_the_clients_own_next_request_and_is_asked_about_again() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.redirect(302, "http://169.254.169.254/latest/"))) {
            try (var way = way(server.permission())) {
                var answer = NearSide.ask(way, "GET " + server.url("/") + " HTTP/1.1\r\n\r\n");
                assertTrue(answer.contains("302 Elsewhere"), answer);
                var next = NearSide.ask(way, "GET http://169.254.169.254/latest/ HTTP/1.1\r\n\r\n");
                assertTrue(next.startsWith("HTTP/1.1 403 PERMISSION_DENIED"), next);
            }
        }
    }

    @Test
    void a_limit_counts_connections() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny"))) {
            try (var way = way(server.permission() + " limit 2/day")) {
                var request = "GET " + server.url("/") + " HTTP/1.1\r\n\r\n";
                assertTrue(NearSide.ask(way, request).endsWith("sunny"));
                assertTrue(NearSide.ask(way, request).endsWith("sunny"));
                var third = NearSide.ask(way, request);
                assertTrue(third.startsWith("HTTP/1.1 429 RATE_LIMITED"), third);
            }
        }
    }

    @Test
    void what_is_open_is_cut_when_the_grant_ends() throws Exception {
        try (var server = LoopbackServer.answering(request -> null)) {
            var live = new LiveGrant(server.permission());
            try (var way = brokers.surroundings(new Owner(plugin, "acme"), live)
                            .egress()
                            .open("test");
                    var side = NearSide.of(way).connect("127.0.0.1:" + server.port())) {
                assertEquals("HTTP/1.1 200 Connection established", side.line());
                live.end(new Refusal(Code.PLUGIN_REVOKED, plugin + " is revoked", ""));
                assertEquals("", side.rest().strip());
                var next = NearSide.ask(way, "CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1\r\n\r\n");
                assertTrue(next.startsWith("HTTP/1.1 403 PLUGIN_REVOKED"), next);
            }
            assertEquals(2, records("net.connect", "\"reason\":\"PLUGIN_REVOKED\""));
        }
    }

    @Test
    void closing_the_way_ends_what_is_open_and_leaves_no_socket() throws Exception {
        try (var server = LoopbackServer.answering(request -> null)) {
            var way = way(server.permission());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(way.socket())));
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(way.socket().getParent())));
            try (var side = NearSide.of(way).connect("127.0.0.1:" + server.port())) {
                assertEquals("HTTP/1.1 200 Connection established", side.line());
                way.close();
                assertEquals("", side.rest().strip());
            }
            assertFalse(Files.exists(way.socket()));
        }
    }

    @Test
    void a_loop_of_refusals_does_not_fill_the_log() throws Exception {
        try (var way = way("net.connect(example.com:443)")) {
            for (int i = 0; i < 200; i++) {
                NearSide.ask(way, "CONNECT x" + i + ".example:443 HTTP/1.1\r\n\r\n");
            }
        }
        int records = records("net.connect", "\"reason\":\"PERMISSION_DENIED\"");
        assertTrue(records >= 2 && records <= 30, () -> records + " records");
    }

    private Egress.Opened way(String... permissions) {
        return brokers.surroundings(new Owner(plugin, "acme"), new LiveGrant(permissions))
                .egress()
                .open("test");
    }

    private int records(String action, String... parts) {
        return (int) host.records()
                .lines()
                .filter(record -> record.contains(plugin.name()) && record.contains("\"" + action + "\""))
                .filter(record -> List.of(parts).stream().allMatch(record::contains))
                .count();
    }
}
