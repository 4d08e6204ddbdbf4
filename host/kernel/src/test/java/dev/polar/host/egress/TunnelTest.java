package dev.polar.host.egress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tunnel between two ends that this test holds both. */
@Timeout(60)
class TunnelTest {
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 49};

    private SocketChannel client;
    private SocketChannel near;
    private SocketChannel far;
    private SocketChannel server;

    @BeforeEach
    void open() throws IOException {
        var one = pair();
        client = one[0];
        near = one[1];
        var other = pair();
        far = other[0];
        server = other[1];
    }

    @AfterEach
    void close() throws IOException {
        for (var channel : new SocketChannel[] {client, near, far, server}) {
            channel.close();
        }
    }

    @Test
    void a_server_that_speaks_first_is_heard() throws Exception {
        var tunnel = tunnel("mail.example:25");
        write(server, "220 here\r\n".getBytes());
        assertEquals("220 here\r\n", new String(read(client, 10)));
        write(client, "HELO you\r\n".getBytes());
        assertEquals("HELO you\r\n", new String(read(server, 10)));
        client.close();
        server.close();
        tunnel.join();
    }

    @Test
    void on_port_443_nothing_but_a_hello_begins() throws Exception {
        for (var words : new String[] {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\u0016\u0002abc"}) {
            open();
            var tunnel = tunnel("api.example:443");
            write(client, words.getBytes());
            assertArrayEquals(ALERT, read(client, 7));
            assertEquals(Code.TLS_REFUSED, why(tunnel).code());
            assertEquals(-1, server.read(ByteBuffer.allocate(1)));
            close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example:443", "api.example:8443"})
    void a_hello_for_another_server_does_not_arrive(String to) throws Exception {
        var tunnel = tunnel(to);
        write(client, Hellos.naming("other.example"));
        assertArrayEquals(ALERT, read(client, 7));
        assertEquals(Code.TLS_REFUSED, why(tunnel).code());
        assertEquals(-1, server.read(ByteBuffer.allocate(1)));
    }

    @Test
    void a_hello_that_comes_byte_by_byte_arrives_whole() throws Exception {
        var tunnel = tunnel("api.example:443");
        var hello = Hellos.naming("api.example");
        for (byte one : hello) {
            write(client, new byte[] {one});
        }
        assertArrayEquals(hello, read(server, hello.length));
        client.close();
        server.close();
        tunnel.handle((done, why) -> done).join();
    }

    @Test
    void the_second_hello_may_not_name_another_server() throws Exception {
        var tunnel = tunnel("api.example:443");
        var hello = Hellos.naming("api.example");
        // Sent at once, as if the server's wish were known before it said so.
        write(client, Hellos.join(hello, Hellos.bytes(20, 3, 3, 0, 1, 1), Hellos.naming("other.example")));
        assertArrayEquals(hello, read(server, hello.length));
        var retry = retry();
        write(server, retry);
        assertArrayEquals(Hellos.join(retry, ALERT), read(client, retry.length + 7));
        assertEquals(Code.TLS_REFUSED, why(tunnel).code());
        assertEquals(-1, server.read(ByteBuffer.allocate(1)));
    }

    @Test
    void the_second_hello_arrives_if_it_names_the_same() throws Exception {
        var tunnel = tunnel("api.example:443");
        var hello = Hellos.naming("api.example");
        write(client, hello);
        read(server, hello.length);
        write(server, retry());
        read(client, retry().length);
        write(client, hello);
        assertArrayEquals(hello, read(server, hello.length));
        write(server, new byte[] {22, 3, 3, 0, 1, 0});
        read(client, 6);
        write(client, new byte[] {23, 3, 3, 0, 1, 5});
        assertArrayEquals(new byte[] {23, 3, 3, 0, 1, 5}, read(server, 6));
        client.close();
        server.close();
        tunnel.handle((done, why) -> done).join();
    }

    /** The start of a server's wish for another hello; its random is what makes it one. */
    private static byte[] retry() {
        var random = HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
        var message = Hellos.join(
                Hellos.bytes(2),
                Hellos.vector(3, Hellos.join(Hellos.bytes(3, 3), random, Hellos.bytes(0, 0x13, 1, 0))));
        return Hellos.join(Hellos.bytes(22, 3, 3), Hellos.vector(2, message));
    }

    private CompletableFuture<Void> tunnel(String to) throws IOException {
        var place = HostPort.parse(to).orElseThrow();
        var link = new Link(near, Granting.of("net.connect(*.example:*)"));
        link.with(far, place, InetAddress.ofLiteral("127.0.0.1"));
        var tunnel = new Tunnel(link, place, far, new Incoming(near, 64 << 10), new Traffic.Count(), new Buffers());
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        tunnel.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                command -> Thread.ofVirtual().start(command));
    }

    private static Refusal why(CompletableFuture<Void> tunnel) {
        return (Refusal) assertThrows(CompletionException.class, tunnel::join).getCause();
    }

    private static SocketChannel[] pair() throws IOException {
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            var one = SocketChannel.open(listening.getLocalAddress());
            return new SocketChannel[] {one, listening.accept()};
        }
    }

    private static void write(SocketChannel to, byte[] bytes) throws IOException {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            to.write(rest);
        }
    }

    private static byte[] read(SocketChannel from, int count) throws IOException {
        var bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && from.read(bytes) >= 0) {
            // the next part
        }
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }
}
