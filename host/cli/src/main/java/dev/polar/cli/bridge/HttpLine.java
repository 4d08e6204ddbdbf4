package dev.polar.cli.bridge;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One connection to the host: HTTP/1.1 (RFC 9112), one exchange after the other. The JDK's client starts too slowly. */
final class HttpLine implements Closeable {
    private static final int MOST_HEAD = 64 << 10;

    private final Endpoint endpoint;
    private final Socket socket;
    private final InputStream in;
    private long restsSince;

    private HttpLine(Endpoint endpoint, Socket socket) throws IOException {
        this.endpoint = endpoint;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /** What an answer begins with; names of fields in lower case. */
    record Head(int status, Map<String, String> fields) {
        Optional<String> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        boolean events() {
            return field("content-type").orElse("").startsWith("text/event-stream");
        }

        boolean lasts() {
            return !field("connection").orElse("").equalsIgnoreCase("close");
        }
    }

    static HttpLine to(Endpoint endpoint) throws IOException {
        return new HttpLine(endpoint, endpoint.connect());
    }

    /** Sends a request and reads the head of its answer. */
    Head send(String method, Map<String, String> fields, byte[] body) throws IOException {
        var head = new StringBuilder(method + " " + endpoint.path() + " HTTP/1.1\r\nHost: " + endpoint.authority()
                + "\r\nAuthorization: Bearer " + endpoint.token() + "\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!method.equals("GET")) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        var start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        var whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        socket.getOutputStream().write(whole);
        return head();
    }

    private Head head() throws IOException {
        var status = line();
        if (!status.matches("HTTP/1\\.1 [0-9]{3}( .*)?")) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        var fields = new HashMap<String, String>();
        for (var field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.put(
                        field.substring(0, colon).toLowerCase(Locale.ROOT),
                        field.substring(colon + 1).strip());
            }
        }
        return new Head(Integer.parseInt(status.substring(9, 12)), fields);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the host hung up");
            }
            if (line.length() == MOST_HEAD) {
                throw new IOException("the answer's head is too long");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** What follows that head, to its end. */
    InputStream body(Head head) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return InputStream.nullInputStream();
        }
        if (head.field("transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
            return new Counted(true, 0);
        }
        return new Counted(false, number(head.field("content-length").orElse("0"), 10));
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text.split(";", 2)[0].strip(), radix);
        } catch (NumberFormatException e) {
            throw new IOException("the answer has no length: " + e.getMessage());
        }
    }

    /** As many bytes as were announced: at once, or chunk by chunk. */
    private final class Counted extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean begun;
        private boolean over;

        Counted(boolean chunked, long length) {
            this.chunked = chunked;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (left == 0 && !next()) {
                return -1;
            }
            int count = in.read(into, from, (int) Math.min(most, left));
            if (count < 0) {
                throw new EOFException("the answer was cut off");
            }
            left -= count;
            return count;
        }

        private boolean next() throws IOException {
            if (!chunked || over) {
                return false;
            }
            if (begun) {
                line();
            }
            begun = true;
            left = number(line(), 16);
            if (left == 0) {
                over = true;
                line();
            }
            return left > 0;
        }
    }

    /** It is not needed for a while. */
    HttpLine rests() {
        restsSince = System.nanoTime();
        return this;
    }

    /** Whether the host will not have hung up meanwhile. */
    boolean isFresh(long nanos) {
        return System.nanoTime() - restsSince < nanos;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is given up either way.
        }
    }
}
