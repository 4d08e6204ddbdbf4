package dev.polar.host.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;

/** A server on 127.0.0.1 that answers each request with whatever bytes it is told to, and closes. */
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<String, byte[]> answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private LoopbackServer(ServerSocket socket, Function<String, byte[]> answer) {
        this.socket = socket;
        this.answer = answer;
    }

    /** @param answer bytes for a request's text; null to never answer */
    static LoopbackServer answering(Function<String, byte[]> answer) {
        return on(ServerSocketFactory.getDefault(), answer);
    }

    static LoopbackServer answering(String answer) {
        return answering(request -> bytes(answer));
    }

    static LoopbackServer on(ServerSocketFactory sockets, Function<String, byte[]> answer) {
        try {
            var server =
                    new LoopbackServer(sockets.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), answer);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String ok(String body, String... headers) {
        return "HTTP/1.1 200 OK\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zipped(String text) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** {@code net.connect} for exactly this server. */
    String permission() {
        return "net.connect(127.0.0.1:" + port() + ")";
    }

    /** What was asked, heads and bodies as text. */
    List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var request = read(connection.getInputStream());
            if (request.isEmpty()) {
                return;
            }
            requests.add(request);
            var bytes = answer.apply(request);
            if (bytes == null) {
                connection.getInputStream().read();
                return;
            }
            connection.getOutputStream().write(bytes);
            connection.getOutputStream().flush();
        } catch (IOException gone) {
            // the client hung up: its right
        }
    }

    private static String read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
