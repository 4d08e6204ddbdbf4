package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.PluginId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** curl, Node, Python and Java in a cage, with nothing but what their environment tells them. */
@Timeout(120)
class ConfinedEgressTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path files;

    private static TestHost host;
    private static SSLContext tls;
    private static Caged caged;

    private final TestBroker brokers = host.brokers();
    private final PluginId plugin = TestHost.fresh();

    @BeforeAll
    static void open(@TempDir Path data) throws Exception {
        host = new TestHost(DATABASE, data);
        caged = new Caged();
        var authority = TestAuthority.certifying("api.example", data);
        tls = authority.context();
        Files.writeString(files.resolve("ca.pem"), authority.pem());
    }

    @AfterAll
    static void close() {
        caged.close();
        host.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/curl -sS %s",
                "/usr/bin/curl -sS --proxy socks5h://127.0.0.1:3128 %s",
                "/usr/bin/curl -sS --proxytunnel %s",
                "/usr/bin/python3 -c \"import urllib.request as r; print(r.urlopen('%s').read().decode())\"",
            })
    void a_plain_url_of_a_granted_host_is_answered(String command) throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny"))) {
            var ran = shell(command.formatted(server.url("/")), server.permission());
            assertEquals("sunny", ran.output().strip(), ran::toString);
            assertEquals(0, ran.exit());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/curl -sS --cacert ca.pem %s",
                "/usr/bin/curl -sS --cacert ca.pem --proxy socks5h://127.0.0.1:3128 %s",
                "SSL_CERT_FILE=ca.pem /usr/bin/python3 -c \"import urllib.request as r;"
                        + " print(r.urlopen('%s').read().decode())\"",
            })
    void an_https_url_of_a_granted_host_is_answered(String command) throws Exception {
        try (var server = secured(LoopbackServer.ok("safe"))) {
            var ran = shell(command.formatted("https://api.example:" + server.port() + "/"), granted(server));
            assertEquals("safe", ran.output().strip(), ran::toString);
        }
    }

    @Test
    void node_reaches_a_granted_host_over_a_tunnel_of_its_own() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")));
        Files.writeString(files.resolve("ask.js"), """
                const http = require('http'), tls = require('tls'), fs = require('fs');
                const [to, host] = process.argv.slice(2);
                const proxy = new URL(process.env.HTTPS_PROXY);
                http.request({host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: to})
                  .on('connect', (res, socket) => {
                    if (res.statusCode !== 200) { console.log(res.statusCode + ' ' + res.statusMessage); return socket.end(); }
                    const t = tls.connect({socket, servername: host, ca: fs.readFileSync('ca.pem')}, () =>
                      t.write('GET / HTTP/1.1\\r\\nHost: ' + host + '\\r\\n\\r\\n'));
                    t.on('data', d => process.stdout.write(d));
                    t.on('error', e => console.log('error ' + e.code));
                  }).end();
                """);
        try (var server = secured(LoopbackServer.ok("safe"))) {
            var to = "api.example:" + server.port();
            var ran = shell("/usr/bin/node ask.js " + to + " api.example", granted(server));
            assertTrue(ran.output().endsWith("safe"), ran::toString);
            var fronted = shell("/usr/bin/node ask.js " + to + " other.example", granted(server));
            assertTrue(fronted.output().startsWith("error"), fronted::toString);
            var elsewhere = shell("/usr/bin/node ask.js other.example:443 other.example", granted(server));
            assertEquals("403 PERMISSION_DENIED", elsewhere.output().strip());
            assertTrue(records("TLS_REFUSED") >= 1);
        }
    }

    @Test
    void java_reaches_granted_hosts_by_its_own_clients_and_by_a_bare_socket() throws Exception {
        Files.writeString(files.resolve("Ask.java"), """
                import java.net.*;
                import java.net.http.*;
                public class Ask {
                    public static void main(String[] a) throws Exception {
                        var uri = URI.create(a[0]);
                        System.out.println(HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString()).body());
                        System.out.println(new String(uri.toURL().openStream().readAllBytes()));
                        try (var socket = new Socket("api.example", uri.getPort())) {
                            socket.getOutputStream().write("GET / HTTP/1.1\\r\\n\\r\\n".getBytes());
                            System.out.println(new String(socket.getInputStream().readAllBytes()).endsWith("sunny"));
                        }
                    }
                }
                """);
        brokers.names.put("api.example", List.of("127.0.0.1"));
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny"))) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var ran = run(
                    List.of(java, "Ask.java", "http://api.example:" + server.port() + "/"),
                    "",
                    server.permission(),
                    "net.connect(api.example:" + server.port() + ")");
            assertEquals("sunny\nsunny\ntrue\n", ran.output(), ran::toString);
        }
    }

    @Test
    void a_server_that_asks_for_a_second_hello_gets_one_and_it_is_looked_at() throws Exception {
        var sockets = tls.getServerSocketFactory();
        try (var server = LoopbackServer.on(
                new javax.net.ServerSocketFactory() {
                    @Override
                    public java.net.ServerSocket createServerSocket(int port, int backlog, java.net.InetAddress at)
                            throws IOException {
                        var socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, at);
                        var parameters = socket.getSSLParameters();
                        parameters.setNamedGroups(new String[] {"secp521r1"});
                        parameters.setProtocols(new String[] {"TLSv1.3"});
                        socket.setSSLParameters(parameters);
                        return socket;
                    }

                    @Override
                    public java.net.ServerSocket createServerSocket(int port) {
                        throw new AssertionError();
                    }

                    @Override
                    public java.net.ServerSocket createServerSocket(int port, int backlog) {
                        throw new AssertionError();
                    }
                },
                request -> LoopbackServer.bytes(LoopbackServer.ok("again")))) {
            var ran = shell(
                    "/usr/bin/curl -sS --cacert ca.pem --curves X25519:secp521r1 https://api.example:" + server.port()
                            + "/",
                    granted(server));
            assertEquals("again", ran.output().strip(), ran::toString);
        }
    }

    @Test
    void a_granted_name_is_no_way_to_another_behind_the_same_address() throws Exception {
        try (var server = secured(LoopbackServer.ok("safe"))) {
            var ran = shell(
                    "/usr/bin/curl -sSk --connect-to other.example:" + server.port() + ":api.example:" + server.port()
                            + " https://other.example:" + server.port() + "/",
                    granted(server));
            assertNotEquals(0, ran.exit());
            assertTrue(server.requests().isEmpty());
            assertTrue(records("TLS_REFUSED", "names the server 'other.example'") >= 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/curl -sS --noproxy '*' http://127.0.0.1:%s/",
                "/usr/bin/curl -sS --noproxy '*' http://192.0.2.1:%s/",
                "/usr/bin/python3 -c \"import socket; socket.getaddrinfo('example.com', %s)\"",
                "/usr/bin/python3 -c \"import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
                        + " s.sendto(b'x', ('192.0.2.1', %s))\"",
                "/usr/bin/python3 -c \"import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1) or %s\"",
            })
    void a_program_that_ignores_the_proxy_finds_no_network(String command) throws Exception {
        try (var server = LoopbackServer.answering(LoopbackServer.ok("sunny"))) {
            var ran = shell(command.formatted(server.port()), server.permission());
            assertNotEquals(0, ran.exit(), ran::toString);
            assertFalse(ran.output().contains("sunny"));
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void the_command_has_its_own_streams_and_its_own_end() throws Exception {
        var ran =
                run(List.of("/bin/sh", "-c", "cat; echo here >&2; exit 7"), "through", "net.connect(api.example:443)");
        assertEquals(7, ran.exit());
        assertEquals("through", ran.output());
        assertTrue(ran.errors().contains("here"), ran::toString);
    }

    @Test
    void the_way_out_is_closed_when_its_process_has_ended() throws Exception {
        var opened = new java.util.concurrent.LinkedBlockingQueue<Path>();
        var surroundings = brokers.surroundings(new Owner(plugin, "acme"), new LiveGrant("net.connect(a.example:1)"));
        caged.run(
                files,
                child -> {
                    var way = surroundings.egress().open(child);
                    opened.add(way.socket());
                    return way;
                },
                List.of("net.connect(a.example:1)"),
                "",
                List.of("/bin/true"));
        var socket = opened.take();
        for (int i = 0; i < 1_000 && Files.exists(socket); i++) {
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        assertFalse(Files.exists(socket));
    }

    private LoopbackServer secured(String answer) {
        return LoopbackServer.on(tls.getServerSocketFactory(), request -> LoopbackServer.bytes(answer));
    }

    private String[] granted(LoopbackServer server) {
        brokers.names.put("api.example", List.of("127.0.0.1"));
        return new String[] {server.permission(), "net.connect(api.example:" + server.port() + ")"};
    }

    private Caged.Ran shell(String script, String... permissions) throws IOException {
        Function<String, Path> program = name -> Path.of("/usr/bin", name);
        Stream.of("curl", "python3", "node")
                .filter(script::contains)
                .forEach(name -> assumeTrue(Files.isExecutable(program.apply(name)), name));
        return run(List.of("/bin/sh", "-c", script), "", permissions);
    }

    private Caged.Ran run(List<String> command, String input, String... permissions) throws IOException {
        var surroundings = brokers.surroundings(new Owner(plugin, "acme"), new LiveGrant(permissions));
        return caged.run(files, surroundings.egress(), List.of(permissions), input, command);
    }

    private int records(String... parts) {
        return (int) host.records()
                .lines()
                .filter(record -> record.contains(plugin.name()))
                .filter(record -> List.of(parts).stream().allMatch(record::contains))
                .count();
    }
}
