package dev.polar.cli.shell;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * One HTTP/1.1 request and its answer over a Unix domain socket (RFC 9112): the connection ends with it, the answer has a
 * length, comes in chunks, or ends with the connection. The JDK's client does no Unix sockets and costs 150 ms.
 */
final class Exchange implements AutoCloseable {
    private static final int MOST_BYTES = 256 << 20;
    private static final int MOST_HEAD = 64 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final long until;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();

    /** What came back. */
    record Answer(int status, byte[] body) {}

    /** Nobody listens. */
    static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1;

        private Unreachable(IOException why) {
            super(why.getMessage(), why);
        }
    }

    private Exchange(Path socket, Duration patience) throws IOException {
        until = System.nanoTime() + patience.toNanos();
        channel = connected(socket);
        selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private static SocketChannel connected(Path socket) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new Unreachable(e);
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws Unreachable if nobody listens
     * @throws IOException if no whole answer comes in time
     */
    static Answer send(Path socket, String method, String target, byte[] body, Duration patience) throws IOException {
        try (var exchange = new Exchange(socket, patience)) {
            exchange.write(method, target, body);
            return exchange.read();
        }
    }

    private void write(String method, String target, byte[] body) throws IOException {
        var head = method + " " + target + " HTTP/1.1\r\nHost: polar\r\nConnection: close\r\nContent-Length: "
                + body.length + (body.length == 0 ? "" : "\r\nContent-Type: application/json") + "\r\n\r\n";
        for (var part : new byte[][] {head.getBytes(StandardCharsets.US_ASCII), body}) {
            var bytes = ByteBuffer.wrap(part);
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    await(SelectionKey.OP_WRITE);
                }
            }
        }
    }

    private Answer read() throws IOException {
        var status = line();
        if (!status.matches("HTTP/1\\.1 [0-9]{3}( .*)?")) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        long length = -1;
        boolean chunked = false;
        for (var field = line(); !field.isEmpty(); field = line()) {
            var lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = number(lower.substring(lower.indexOf(':') + 1).strip(), 10);
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
        }
        var body = new ByteArrayOutputStream();
        if (chunked) {
            chunks(body);
        } else if (length >= 0) {
            copy(body, length);
        } else {
            rest(body);
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), body.toByteArray());
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        for (long size = number(line(), 16); size > 0; size = number(line(), 16)) {
            copy(body, size);
            line();
        }
    }

    private void copy(ByteArrayOutputStream body, long length) throws IOException {
        if (length < 0 || length > MOST_BYTES - body.size()) {
            throw new IOException("the answer is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        for (long left = length; left > 0; ) {
            if (!in.hasRemaining() && !fill()) {
                throw new EOFException("the answer was cut off");
            }
            int take = (int) Math.min(left, in.remaining());
            body.write(in.array(), in.position(), take);
            in.position(in.position() + take);
            left -= take;
        }
    }

    private void rest(ByteArrayOutputStream body) throws IOException {
        while (in.hasRemaining() || fill()) {
            copy(body, in.remaining());
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text.split(";", 2)[0].strip(), radix);
        } catch (NumberFormatException e) {
            throw new IOException("the answer has no length: " + e.getMessage());
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (line.size() < MOST_HEAD) {
            if (!in.hasRemaining() && !fill()) {
                throw new EOFException("the host hung up");
            }
            int c = in.get();
            if (c == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(c);
        }
        throw new IOException("the answer's head is too long");
    }

    private boolean fill() throws IOException {
        in.clear();
        int count;
        while ((count = channel.read(in)) == 0) {
            await(SelectionKey.OP_READ);
        }
        in.flip();
        return count > 0;
    }

    private void await(int what) throws IOException {
        var key = channel.keyFor(selector);
        long left = (until - System.nanoTime()) / 1_000_000;
        if (key == null || left <= 0) {
            throw new IOException("the host did not answer in time");
        }
        key.interestOps(what);
        selector.select(left);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
