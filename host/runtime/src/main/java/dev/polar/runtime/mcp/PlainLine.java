package dev.polar.runtime.mcp;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** One connection in clear text, used by one thread at a time; whoever interrupts that thread ends it. */
final class PlainLine implements Closeable {
    private static final int MAX_HEAD = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");

    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8 << 10];
    private int at;
    private int end;
    private long freeSince;

    /**
     * The head of an answer.
     *
     * @param minor of HTTP/1
     * @param fields by name in lower case
     */
    record Head(int minor, int status, Map<String, List<String>> fields) {
        /** The last value of a field, or an empty text. */
        String field(String name) {
            return fields.getOrDefault(name, List.of("")).getLast();
        }
    }

    private PlainLine(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.socket = channel.socket();
        this.in = socket.getInputStream();
    }

    static PlainLine open(String host, int port, Duration patience) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.socket()
                    .connect(
                            new InetSocketAddress(InetAddress.getByName(host), port),
                            Math.toIntExact(patience.toMillis()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new PlainLine(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void send(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
    }

    /** How long to wait for more; zero for ever. */
    void patience(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    }

    /** Reads the head of the answer proper: those before it only say that it comes. */
    Head head() throws IOException {
        for (int left = MAX_HEAD; ; ) {
            var status = line(left);
            left -= status.length() + 1;
            var said = STATUS.matcher(status);
            if (!said.matches()) {
                throw new IOException("no HTTP/1.1 answer");
            }
            var fields = new LinkedHashMap<String, List<String>>();
            for (var field = line(left); !field.isEmpty(); field = line(left)) {
                left -= field.length() + 1;
                var parts = FIELD.matcher(field);
                if (!parts.matches()) {
                    throw new IOException("a field of the answer's head is malformed");
                }
                fields.computeIfAbsent(parts.group(1).toLowerCase(Locale.ROOT), first -> new ArrayList<>(1))
                        .add(parts.group(2));
            }
            int code = Integer.parseInt(said.group(2));
            if (code >= 200) {
                return new Head(Integer.parseInt(said.group(1)), code, fields);
            }
            if (code == 101) {
                throw new IOException("the server changes the protocol unasked");
            }
        }
    }

    /** A line without its end, of at most that many bytes. */
    String line(int most) throws IOException {
        var line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new EOFException("the server hung up");
            }
            if (line.length() >= most) {
                throw new IOException("the answer's head is too large");
            }
            line.append((char) b);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    /** The next byte, or -1 at the end of the connection. */
    int read() throws IOException {
        return filled() ? buffer[at++] & 0xFF : -1;
    }

    int read(byte[] into, int offset, int length) throws IOException {
        if (!filled()) {
            return -1;
        }
        int some = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, offset, some);
        at += some;
        return some;
    }

    private boolean filled() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    void free() {
        freeSince = System.nanoTime();
    }

    boolean freeLongerThan(Duration time) {
        return System.nanoTime() - freeSince > time.toNanos();
    }

    /** Whether the server neither hung up nor says something unasked. */
    boolean isQuiet() {
        try {
            channel.configureBlocking(false);
            boolean quiet = at == end && channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException e) {
            return false;
        }
    }

    /** ASCII, as a head is written. */
    static byte[] bytes(String head) {
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
