package dev.polar.runtime.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PlainHttpTest {
    private static final String GREETING = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

    private final AtomicInteger lines = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final PlainHttp http = new PlainHttp(Duration.ofSeconds(10));
    private ServerSocket server;
    private volatile String answer = GREETING;
    private volatile boolean hangsUp;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var line = server.accept();
                    lines.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(line));
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
    }

    private void serve(Socket line) {
        try (line;
                var in = new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8))) {
            for (var request = in.readLine(); request != null; request = in.readLine()) {
                var head = new StringBuilder(request);
                int length = 0;
                for (var field = in.readLine(); !field.isEmpty(); field = in.readLine()) {
                    head.append('\n').append(field);
                    length = field.startsWith("Content-Length: ") ? Integer.parseInt(field.substring(16)) : length;
                }
                var body = new char[length];
                for (int at = 0; at < length; ) {
                    at += in.read(body, at, length - at);
                }
                asked.add(head + "\n\n" + new String(body));
                line.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (hangsUp) {
                    return;
                }
            }
        } catch (IOException e) {
            // the other side hung up
        }
    }

    @AfterEach
    void close() throws IOException {
        http.cut();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GREETING,
                "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\nContent-Length:5\nContent-Length: 5 \n\nhello",
                "HTTP/1.1 100 Continue\r\n\r\n" + GREETING,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nhe\r\n003\r\nllo\r\n0\r\nx: y\r\n\r\n"
            })
    void an_answer_is_read_to_its_end_and_the_line_is_used_again(String whole) throws Exception {
        answer = whole;
        for (int i = 0; i < 3; i++) {
            assertEquals("hello", text(post("ping")));
        }
        assertEquals(1, lines.get());
        assertTrue(asked.getFirst().startsWith("POST /mcp?a=b HTTP/1.1\nHost: 127.0.0.1:" + server.getLocalPort()));
        assertTrue(asked.getFirst().endsWith("\nContent-Length: 4\n\nping"), asked.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nconnection: Close\r\ncontent-length: 5\r\n\r\nhello"
            })
    void an_answer_after_which_the_server_hangs_up_takes_its_line_with_it(String whole) throws Exception {
        answer = whole;
        hangsUp = true;
        assertEquals("hello", text(post("one")));
        assertEquals("hello", text(post("two")));
        assertEquals(2, lines.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\na: b\r\n folded\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nname : value\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nhello\r\n0\r\n\r\n"
            })
    void what_is_no_whole_answer_is_a_fault_and_not_an_answer(String broken) {
        answer = broken;
        hangsUp = true;
        assertThrows(IOException.class, () -> text(post("ping")));
    }

    @Test
    void a_head_without_end_is_given_up() {
        answer = "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(20_000) + "\r\n";
        assertThrows(IOException.class, () -> post("ping"));
    }

    @Test
    void whoever_has_heard_enough_of_a_stream_that_ends_soon_leaves_the_line_to_the_next() throws Exception {
        answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nthere\r\n0\r\n\r\n";
        for (int i = 0; i < 3; i++) {
            try (var body = post("ping").body()) {
                assertEquals("hello", new String(body.readNBytes(5), StandardCharsets.UTF_8));
            }
        }
        assertEquals(1, lines.get());
    }

    @Test
    void a_stream_that_goes_on_is_left_and_its_line_with_it() throws Exception {
        answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";
        for (int i = 0; i < 2; i++) {
            try (var body = post("ping").body()) {
                assertEquals("hello", new String(body.readNBytes(5), StandardCharsets.UTF_8));
            }
        }
        assertEquals(2, lines.get());
    }

    @Test
    void whoever_closes_an_answer_twice_does_not_touch_the_next_one_on_its_line() throws Exception {
        var first = post("one");
        assertEquals("hello", text(first));
        var second = post("two");
        first.body().close();
        assertEquals("hello", text(second));
        assertEquals(1, lines.get());
    }

    @Test
    void whoever_waits_is_sent_away_when_all_lines_are_cut() throws Exception {
        answer = "";
        var waiting = new CopyOnWriteArrayList<Throwable>();
        var waiter = Thread.ofVirtual().start(() -> waiting.add(assertThrows(IOException.class, () -> post("ping"))));
        while (asked.isEmpty()) {
            Thread.onSpinWait();
        }
        http.cut();
        waiter.join();
        assertEquals(1, waiting.size());
        assertThrows(IOException.class, () -> post("ping"));
    }

    private HttpResponse<InputStream> post(String body) throws IOException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp?a=b"))
                .header("x-one", "1")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String text(HttpResponse<InputStream> response) throws IOException {
        try (var body = response.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
