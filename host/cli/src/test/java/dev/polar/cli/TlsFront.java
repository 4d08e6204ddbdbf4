package dev.polar.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS in front of a {@link FakeHost}, on one machine instead of two. */
final class TlsFront implements AutoCloseable {
    /** The head of every request that came through. */
    final List<String> heads = Collections.synchronizedList(new ArrayList<>());

    private final SSLServerSocket server;
    private final Path socket;

    TlsFront(Path data, Certificates certificates, String... protocols) throws Exception {
        socket = data.resolve("admin.sock");
        server = (SSLServerSocket) certificates
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        if (protocols.length > 0) {
            server.setEnabledProtocols(protocols);
        }
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var client = (SSLSocket) server.accept()) {
                pass(client);
            } catch (IOException refusedOrClosed) {
                // the other side did not like the certificate, or the test is over
            }
        }
    }

    private void pass(SSLSocket client) throws IOException {
        var head = head(client.getInputStream());
        heads.add(head);
        int length = Integer.parseInt(head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));
        var body = client.getInputStream().readNBytes(length);
        try (var host = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            host.connect(UnixDomainSocketAddress.of(socket));
            host.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
            var rest = ByteBuffer.wrap(body);
            while (rest.hasRemaining()) {
                host.write(rest);
            }
            Channels.newInputStream(host).transferTo(client.getOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("nothing was asked");
            }
            head.write(c);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
