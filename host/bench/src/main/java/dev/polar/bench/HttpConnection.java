package dev.polar.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/1.1 on one kept socket (RFC 9112), as little of it as two servers need: the client shares the machine with what
 * it measures and must not be what is measured.
 */
final class HttpConnection implements AutoCloseable {
    private Closeable socket;
    private InputStream in;
    private OutputStream out;
    private final URI url;
    private boolean kept;

    HttpConnection(URI url) throws IOException {
        this(url, connected(url));
    }

    private HttpConnection(URI url, Socket socket) throws IOException {
        this(url, socket, socket.getInputStream(), socket.getOutputStream());
    }

    private HttpConnection(URI url, Closeable socket, InputStream in, OutputStream out) {
        this.url = url;
        this.socket = socket;
        this.in = new BufferedInputStream(in, 16_384);
        this.out = out;
    }

    /** The same through a Unix domain socket. */
    static HttpConnection over(Path unix, URI url) throws IOException {
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(unix));
        return new HttpConnection(url, channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    private static Socket connected(URI url) throws IOException {
        var socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** @param headers by names in lower case */
    record Reply(int status, Map<String, String> headers, byte[] body) {}

    Reply post(Map<String, String> headers, String body) throws IOException {
        return post(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    Reply get(Map<String, String> headers) throws IOException {
        return send("GET", headers, new byte[0]);
    }

    Reply post(Map<String, String> headers, byte[] bytes) throws IOException {
        return send("POST", headers, bytes);
    }

    /** A server may end a connection that nothing went over for a while: then the request goes over another. */
    private Reply send(String method, Map<String, String> headers, byte[] bytes) throws IOException {
        try {
            var reply = exchange(method, headers, bytes);
            kept = true;
            return reply;
        } catch (EOFException | SocketException ended) {
            if (!kept || !(socket instanceof Socket)) {
                throw ended;
            }
            socket.close();
            var again = connected(url);
            socket = again;
            in = new BufferedInputStream(again.getInputStream(), 16_384);
            out = again.getOutputStream();
            kept = false;
            return exchange(method, headers, bytes);
        }
    }

    private Reply exchange(String method, Map<String, String> headers, byte[] bytes) throws IOException {
        var head =
                new StringBuilder(method + " " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        var message = new ByteArrayOutputStream(head.length() + bytes.length);
        message.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(bytes);
        out.write(message.toByteArray());
        return reply();
    }

    private Reply reply() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Reply(status, headers, chunks());
        }
        return new Reply(status, headers, exactly(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private byte[] exactly(int size) throws IOException {
        var bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the server ended within a body");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server ended within a head");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
