package dev.polar.worker.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know of proxies reach what the host lets them, out of a cage that has no network. */
@Timeout(60)
class CagedForwarderTest {
    @TempDir
    Path files;

    private ChildStarter starter;
    private ServerSocketChannel host;

    @BeforeEach
    void aHostThatAnswersEverythingItself() throws IOException {
        starter = new ChildStarter();
        host = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        host.bind(UnixDomainSocketAddress.of(files.resolve("way")));
        Thread.ofVirtual().start(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        starter.close();
    }

    @Test
    void python() throws IOException {
        var script = "import urllib.request as r; print(r.urlopen('http://far.example/a').read().decode())";
        assertEquals("GET http://far.example/a", run("python3", "-c", script));
    }

    @Test
    void node() throws IOException {
        var script = "fetch('http://far.example/a').then(r => r.text()).then(console.log)";
        // Node 24 looks at proxies if it is told to; older ones have none built in.
        var said = run("node", "-e", script + ".catch(e => console.log(process.versions.node + ' ' + e.cause))");
        assertTrue(said.contains("far.example") || said.matches("(1\\d|2[0-3])\\..*"), said);
    }

    @Test
    void java() throws IOException {
        Files.writeString(files.resolve("Main.java"), """
                void main() throws Exception {
                    var url = java.net.URI.create("http://far.example/a");
                    var client = java.net.http.HttpClient.newHttpClient();
                    IO.println(client.send(java.net.http.HttpRequest.newBuilder(url).build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString()).body());
                }
                """);
        assertEquals("GET http://far.example/a", run("java", Cage.ROOT + "/Main.java"));
    }

    @Test
    void what_it_says_and_how_it_ends_are_its_own() throws IOException {
        assertEquals("heard 3", run("/bin/sh", "-c", "read word; echo $word; exit 3"));
    }

    @Test
    void a_way_of_ones_own_is_none() throws IOException {
        var script = """
                import socket
                try:
                    socket.create_connection(('192.0.2.1', 80), 5)
                except OSError as e:
                    print(e.strerror)
                """;
        assertEquals("Network is unreachable", run("python3", "-c", script));
    }

    private String run(String program, String... arguments) throws IOException {
        var classes = Path.of(Forwarder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        var confinement = Confinement.probe(starter, dev.polar.runtime.child.Forwarder.of(classes));
        var missing = confinement.missing();
        assumeTrue(missing.isEmpty() || Boolean.getBoolean("polar.ci"), missing::toString);
        var path = Interpreters.ofThisMachine().resolve(program).orElse(Path.of(program));
        var command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        var cage = new Cage(
                files,
                new Cage.Data.Fleeting(),
                List.of(),
                Interpreters.needed(path),
                Map.of(),
                Cage.ROOT,
                command,
                Optional.of(files.resolve("way")),
                Cage.Limits.DEFAULT);
        var child = confinement.required().start(starter, "test", cage, System.err::println);
        child.input().write("heard\n".getBytes(UTF_8));
        child.input().close();
        var said = new String(child.output().readAllBytes(), UTF_8).trim();
        int exit = child.awaitExit(Duration.ofSeconds(20)).orElseThrow();
        child.end(Duration.ZERO, Duration.ZERO);
        return exit == 0 ? said : (said + " " + exit).trim();
    }

    private void answer() {
        while (host.isOpen()) {
            try (var asked = host.accept()) {
                answer(asked);
            } catch (IOException e) {
                // the next one, or the end
            }
        }
    }

    private static void answer(SocketChannel asked) throws IOException {
        var head = new BufferedReader(Channels.newReader(asked, UTF_8));
        var first = head.readLine().replace(" HTTP/1.1", "");
        while (!head.readLine().isEmpty()) {
            // headers
        }
        var text = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + first.length() + "\r\n\r\n" + first;
        asked.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
}
