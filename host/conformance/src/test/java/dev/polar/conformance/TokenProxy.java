package dev.polar.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Adds a client's token to requests, because the official suite cannot send one. One request goes over each connection; its
 * Host and Origin are changed where they name this proxy, and nowhere else, so that a wrong one arrives as it was sent.
 */
final class TokenProxy implements AutoCloseable {
    private static final int MAX_HEAD = 1 << 16;

    private final ServerSocket listening;
    private final URI to;
    private final String token;

    TokenProxy(URI to, String token) throws IOException {
        this.to = to;
        this.token = token;
        this.listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://" + authority() + to.getPath());
    }

    private String authority() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var host = new Socket(to.getHost(), to.getPort())) {
            client.setTcpNoDelay(true);
            host.setTcpNoDelay(true);
            var in = new BufferedInputStream(client.getInputStream());
            host.getOutputStream().write(changed(head(in)).getBytes(StandardCharsets.ISO_8859_1));
            var up = Thread.ofVirtual().start(() -> pump(in, host, host));
            pump(host.getInputStream(), client, client);
            host.close();
            up.interrupt();
        } catch (IOException gone) {
            // Either side may hang up at any time.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int end = 0; end < 4; ) {
            int b = in.read();
            if (b < 0 || head.size() > MAX_HEAD) {
                throw new IOException("no request");
            }
            head.write(b);
            end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private String changed(String head) {
        var lines = head.split("\r\n");
        var changed = new StringBuilder(lines[0]).append("\r\n");
        for (int i = 1; i < lines.length; i++) {
            var name = lines[i].substring(0, lines[i].indexOf(':')).toLowerCase(Locale.ROOT);
            switch (name) {
                case "host", "origin" ->
                    changed.append(lines[i].replace(authority(), to.getAuthority()))
                            .append("\r\n");
                case "connection", "authorization" -> {}
                default -> changed.append(lines[i]).append("\r\n");
            }
        }
        return changed.append("Authorization: Bearer ")
                .append(token)
                .append("\r\nConnection: close\r\n\r\n")
                .toString();
    }

    private static void pump(InputStream in, Socket to, Socket ends) {
        try {
            OutputStream out = to.getOutputStream();
            var bytes = new byte[16_384];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
                out.flush();
            }
            ends.close();
        } catch (IOException gone) {
            try {
                ends.close();
            } catch (IOException already) {
                // It is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
