package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Http;
import dev.polar.spi.HttpCall;
import dev.polar.spi.SecretRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestHost host;
    private static SSLContext known;

    private final TestBroker brokers = host.brokers();

    @BeforeAll
    static void open(@TempDir Path data) throws Exception {
        host = new TestHost(DATABASE, data);
        known = TestAuthority.certifying("api.example", data).context();
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @Test
    void the_certificate_is_for_the_name_though_the_connection_goes_to_the_address() {
        try (var server = server(known)) {
            var call = HttpCall.get(URI.create("https://api.example:" + server.port() + "/"));
            var reply = http(server).send(call);
            assertEquals("safe", new String(reply.body(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        try (var server = server(known)) {
            for (var host : List.of("other.example", "127.0.0.1")) {
                var call = HttpCall.get(URI.create("https://" + host + ":" + server.port() + "/"));
                Refused.with(Code.HTTP_FAILED, () -> http(server).send(call));
            }
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void a_certificate_of_a_stranger_is_refused(@TempDir Path directory) throws Exception {
        try (var server =
                server(TestAuthority.certifying("api.example", directory).context())) {
            var call = HttpCall.get(URI.create("https://api.example:" + server.port() + "/"));
            Refused.with(Code.HTTP_FAILED, () -> http(server).send(call));
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void a_secret_goes_to_its_audience_over_https() {
        try (var server = server(known)) {
            brokers.tls = known.getSocketFactory();
            brokers.names.put("api.example", List.of("127.0.0.1"));
            var plugin = host.installed("secret.use(token)");
            host.setSecret(plugin, "token", "api.example:" + server.port(), "header:X-Key", "canary-canary");
            var http = brokers.of(plugin, permissions(server)).http();
            http.send(new HttpCall(
                    "GET",
                    URI.create("https://API.example.:" + server.port() + "/"),
                    Map.of(),
                    new byte[0],
                    Duration.ofSeconds(5),
                    List.of(new SecretRef("token"))));
            assertTrue(server.requests().getFirst().contains("X-Key: canary-canary"));
        }
    }

    private Http http(LoopbackServer server) {
        brokers.tls = known.getSocketFactory();
        brokers.names.put("api.example", List.of("127.0.0.1"));
        brokers.names.put("other.example", List.of("127.0.0.1"));
        return brokers.of(permissions(server)).http();
    }

    private static String[] permissions(LoopbackServer server) {
        return new String[] {server.permission(), "net.connect(*.example:" + server.port() + ")", "secret.use(token)"};
    }

    private static LoopbackServer server(SSLContext context) {
        return LoopbackServer.on(
                context.getServerSocketFactory(), request -> LoopbackServer.bytes(LoopbackServer.ok("safe")));
    }
}
