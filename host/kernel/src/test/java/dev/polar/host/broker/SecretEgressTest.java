package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.child.Egress;
import dev.polar.spi.PluginId;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the host makes for a process, with a secret that the process never sees. */
@Timeout(120)
class SecretEgressTest {
    private static final String VALUE = "canary-canary-canary";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestHost host;
    private static SSLContext tls;

    private final TestBroker brokers = host.brokers();
    private final PluginId plugin = host.installed("secret.use(token)");

    @BeforeAll
    static void open(@TempDir Path data) throws Exception {
        host = new TestHost(DATABASE, data);
        tls = TestAuthority.certifying("api.example", data).context();
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @BeforeEach
    void trust() {
        brokers.tls = tls.getSocketFactory();
        brokers.names.put("api.example", List.of("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void the_host_puts_the_secret_in_and_takes_it_out_of_the_answer(String scheme) throws Exception {
        try (var server = secured(LoopbackServer.ok("you sent " + VALUE))) {
            host.setSecret(plugin, "token", "api.example:" + server.port(), "header:X-Key", VALUE);
            try (var way = way(server, "secret.use(token)")) {
                var answer = NearSide.ask(
                        way,
                        "POST " + scheme + "://api.example:" + server.port() + "/v1?a=b HTTP/1.1\r\nHost: x\r\n"
                                + "polar-secret: token\r\nAccept-Encoding: gzip\r\nContent-Length: 4\r\n\r\nrain");
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                assertTrue(answer.endsWith("you sent [secret:token]"), answer);
                assertFalse(answer.contains(VALUE), answer);
            }
            var request = server.requests().getFirst();
            assertTrue(request.startsWith("POST /v1?a=b HTTP/1.1\r\nHost: api.example:"), request);
            assertTrue(request.contains("X-Key: " + VALUE) && request.endsWith("rain"), request);
            assertFalse(request.toLowerCase(java.util.Locale.ROOT).contains("polar-secret"), request);
            assertEquals(1, records("\"secret.use\"", "\"token\""));
            assertEquals(1, records("\"net.traffic\"", "\"sent\":4", "api.example"));
        }
    }

    @Test
    void a_secret_goes_nowhere_else_and_never_without_its_permission() throws Exception {
        try (var server = secured(LoopbackServer.ok("safe"))) {
            host.setSecret(plugin, "token", "other.example", "header:X-Key", VALUE);
            var request = "GET http://api.example:" + server.port() + "/ HTTP/1.1\r\nPolar-Secret: token\r\n\r\n";
            try (var way = way(server, "secret.use(token)")) {
                var answer = NearSide.ask(way, request);
                assertTrue(answer.startsWith("HTTP/1.1 403 SECRET_INVALID"), answer);
            }
            try (var way = way(server)) {
                var answer = NearSide.ask(way, request);
                assertTrue(answer.startsWith("HTTP/1.1 403 PERMISSION_DENIED"), answer);
                var elsewhere = NearSide.ask(way, "GET https://evil.example/ HTTP/1.1\r\nPolar-Secret: token\r\n\r\n");
                assertTrue(elsewhere.startsWith("HTTP/1.1 403 PERMISSION_DENIED"), elsewhere);
            }
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void nothing_is_put_into_a_tunnel() throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("plain"))) {
            host.setSecret(plugin, "token", "127.0.0.1:" + server.port(), "header:X-Key", VALUE);
            try (var way = way(server, "secret.use(token)");
                    var side = NearSide.of(way)) {
                side.send("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1\r\nPolar-Secret: token\r\n\r\n");
                side.line();
                side.line();
                side.send("GET / HTTP/1.1\r\nPolar-Secret: token\r\n\r\n");
                assertTrue(side.rest().endsWith("plain"));
            }
            assertFalse(server.requests().getFirst().contains(VALUE));
        }
    }

    @Test
    void a_redirect_takes_no_secret_along() throws Exception {
        try (var next = secured(LoopbackServer.ok("there"));
                var server = secured(LoopbackServer.redirect(307, "https://api.example:" + next.port() + "/"))) {
            host.setSecret(plugin, "token", "api.example:" + server.port(), "header:X-Key", VALUE);
            try (var way = way(
                    server, "secret.use(token)", next.permission(), "net.connect(api.example:" + next.port() + ")")) {
                var answer = NearSide.ask(
                        way, "GET https://api.example:" + server.port() + "/ HTTP/1.1\r\nPolar-Secret: token\r\n\r\n");
                assertTrue(answer.endsWith("there"), answer);
            }
            assertFalse(next.requests().getFirst().contains(VALUE));
        }
    }

    private Egress.Opened way(LoopbackServer server, String... more) {
        var permissions = new java.util.ArrayList<>(
                List.of(server.permission(), "net.connect(api.example:" + server.port() + ")"));
        permissions.addAll(List.of(more));
        return brokers.surroundings(new Owner(plugin, "acme"), new LiveGrant(permissions.toArray(String[]::new)))
                .egress()
                .open("test");
    }

    private LoopbackServer secured(String answer) {
        return LoopbackServer.on(tls.getServerSocketFactory(), request -> LoopbackServer.bytes(answer));
    }

    private int records(String... parts) {
        return (int) host.records()
                .lines()
                .filter(record -> record.contains(plugin.name()))
                .filter(record -> List.of(parts).stream().allMatch(record::contains))
                .count();
    }
}
