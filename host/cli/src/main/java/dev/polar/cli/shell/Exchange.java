package dev.polar.cli.shell;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 request and its answer (RFC 9112): the connection ends with it, the answer has a length, comes in chunks, or
 * ends with the connection. The JDK's client does no Unix sockets and costs 150 ms.
 */
final class Exchange {
    private static final int MOST_BYTES = 256 << 20;
    private static final int MOST_HEAD = 64 << 10;

    private final Carrier carrier;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();

    /** What came back. */
    record Answer(int status, byte[] body) {}

    private Exchange(Carrier carrier) {
        this.carrier = carrier;
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param fields of its head, each with its line end
     * @throws IOException if no whole answer comes in time
     */
    static Answer send(Carrier carrier, String method, String target, String fields, byte[] body) throws IOException {
        var exchange = new Exchange(carrier);
        exchange.write(method, target, fields, body);
        return exchange.read();
    }

    private void write(String method, String target, String fields, byte[] body) throws IOException {
        var head = method + " " + target + " HTTP/1.1\r\n" + fields + "Connection: close\r\nContent-Length: "
                + body.length + (body.length == 0 ? "" : "\r\nContent-Type: application/json") + "\r\n\r\n";
        carrier.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        carrier.write(ByteBuffer.wrap(body));
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
        int count = carrier.read(in.clear());
        in.flip();
        return count > 0;
    }
}
