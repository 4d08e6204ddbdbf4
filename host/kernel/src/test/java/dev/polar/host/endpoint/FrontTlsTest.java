package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.SelfSigned;
import dev.polar.host.http.Address;
import dev.polar.host.http.Answer;
import dev.polar.host.http.Departure;
import dev.polar.host.http.LiveIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front doors over TLS: whom they are for, and a certificate that is renewed while they are open. */
class FrontTlsTest {
    @TempDir
    Path home;

    private SelfSigned made;
    private LiveIdentity identity;
    private FrontServer front;
    private Instant now = Instant.now();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);

    @BeforeEach
    void open() throws Exception {
        open("EC");
    }

    private void open(String algorithm) throws Exception {
        made = SelfSigned.in(home.resolve("now"), algorithm);
        identity = LiveIdentity.in(made.certificateFile(), made.keyFile(), () -> now);
        front = FrontServer.start(
                new FrontServer.At(
                        "127.0.0.1", 0, Optional.of(identity), Optional.of(Address.of("https://polar.example"))),
                request -> refused.incrementAndGet(),
                Map.of("/mcp", new Says(), "/wait", new Waits()));
    }

    /** Waits until whoever asked is gone. */
    private final class Waits extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Departure.of(request).apply(() -> {
                gone.countDown();
                callback.failed(new IOException("nobody waits"));
            });
            asked.countDown();
            return true;
        }
    }

    /** Says where its own pages would be from. */
    private static final class Says extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Answer.json(response, callback, 200, Address.own(request).getBytes(StandardCharsets.UTF_8));
            return true;
        }
    }

    @AfterEach
    void close() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: 127.0.0.1:PORT                                              | 200",
                "Host: localhost:PORT                                              | 200",
                "Host: polar.example                                               | 200",
                "Host: POLAR.example:443                                           | 200",
                "Host: polar.example; Origin: https://polar.example                | 200",
                "Host: 127.0.0.1:PORT; Origin: https://127.0.0.1:PORT              | 200",
                "Host: polar.example; Origin: http://polar.example                 | 403",
                "Host: 127.0.0.1:PORT; Origin: http://127.0.0.1:PORT               | 403",
                "Host: polar.example; Origin: https://evil.example                 | 403",
                "Host: polar.example; Origin: null                                 | 403",
                "Host: polar.example; Origin: https://polar.example.evil.example   | 403",
                "Host: polar.example:PORT                                          | 403",
                "Host: evil.example                                                | 403",
                "Host: evil.example:PORT                                           | 403",
                "Host: 127.0.0.1                                                   | 403",
                "Host: polar.example; Host: evil.example                           | 400",
            })
    void who_asks_for_this_host_by_a_name_of_its_own_is_let_in(String fields, int status) throws Exception {
        var said = ask(made, fields.strip().replace("PORT", Integer.toString(front.port())));
        assertTrue(said.startsWith("HTTP/1.1 " + status), said);
        assertEquals(status == 403 ? 1 : 0, refused.get());
    }

    @Test
    void its_own_pages_are_from_where_it_was_asked() throws Exception {
        assertTrue(ask(made, "Host: Polar.Example").endsWith("https://polar.example"));
        var here = "127.0.0.1:" + front.port();
        assertTrue(ask(made, "Host: " + here).endsWith("https://" + here));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void any_kind_of_key_will_do(String algorithm) throws Exception {
        front.close();
        open(algorithm);
        assertTrue(ask(made, "Host: polar.example").startsWith("HTTP/1.1 200"));
    }

    @Test
    void a_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_never() throws Exception {
        var next = SelfSigned.in(home.resolve("next"), "EC");
        assertThrows(SSLException.class, () -> ask(next, "Host: polar.example"));

        replace(next.certificateFile(), made.certificateFile());
        later();
        assertTrue(ask(made, "Host: polar.example").startsWith("HTTP/1.1 200"), "one file of two is none");
        var problem = identity.check("agents", "https://polar.example");
        assertFalse(problem.ok());
        assertTrue(problem.found().contains("is not the key to"), problem.found());

        replace(next.keyFile(), made.keyFile());
        later();
        assertTrue(ask(next, "Host: polar.example").startsWith("HTTP/1.1 200"));
        assertTrue(identity.check("agents", "https://polar.example").ok());
        assertThrows(SSLException.class, () -> ask(made, "Host: polar.example"));

        Files.delete(made.keyFile());
        later();
        assertTrue(ask(next, "Host: polar.example").startsWith("HTTP/1.1 200"));
        assertFalse(identity.check("agents", "https://polar.example").ok());
    }

    @Test
    void nobody_is_answered_without_tls_or_with_an_old_one() throws Exception {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            plain.getOutputStream()
                    .write("GET /mcp HTTP/1.1\r\nHost: polar.example\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            plain.setSoTimeout(10_000);
            var said = new String(plain.getInputStream().readNBytes(5), StandardCharsets.ISO_8859_1);
            assertFalse(said.startsWith("HTTP"), said);
        }
        assertThrows(IOException.class, () -> ask(made, "Host: polar.example", "TLSv1.2"));
    }

    @Test
    void whoever_hangs_up_is_missed_as_without_tls() throws Exception {
        try (var socket = connected(made, "TLSv1.3")) {
            socket.getOutputStream()
                    .write("GET /wait HTTP/1.1\r\nHost: polar.example\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            assertEquals(1, gone.getCount());
        }
        assertTrue(gone.await(20, TimeUnit.SECONDS));
    }

    private void later() {
        now = now.plusSeconds(2);
    }

    /** As renewing programs do: another file under the same name. */
    private void replace(Path by, Path what) throws IOException {
        var fresh = Files.copy(by, home.resolve("fresh-" + what.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, what, StandardCopyOption.ATOMIC_MOVE);
    }

    private String ask(SelfSigned trusted, String fields) throws Exception {
        return ask(trusted, fields, "TLSv1.3");
    }

    private String ask(SelfSigned trusted, String fields, String protocol) throws Exception {
        try (var socket = connected(trusted, protocol)) {
            var head = "GET /mcp HTTP/1.1\r\n" + fields.replace("; ", "\r\n") + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private SSLSocket connected(SelfSigned trusted, String protocol) throws Exception {
        var socket = (SSLSocket)
                trusted.known().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), front.port());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(10_000);
        return socket;
    }
}
