package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.x response (RFC 9112) that ends with its connection. Strict: whatever two readers could understand
 * differently, such as two lengths or a folded header, is refused.
 */
final class ReplyReader {
    static final int MAX_BODY = 10 << 20;

    private static final int MAX_HEAD = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

    private final InputStream in;
    private int head;

    /** @param in buffered */
    ReplyReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads it.
     *
     * @throws Refusal {@code HTTP_TOO_LARGE}
     * @throws ProtocolException if it is no such response
     */
    HttpReply read(String method) throws IOException {
        int status = status();
        var headers = headers();
        while (status < 200) {
            if (status == 101) {
                throw new ProtocolException("it changed the protocol unasked");
            }
            status = status();
            headers = headers();
        }
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        return new HttpReply(status, headers, bodiless ? new byte[0] : body(headers));
    }

    private int status() throws IOException {
        var match = STATUS.matcher(line());
        if (!match.matches()) {
            throw new ProtocolException("it did not answer in HTTP/1.1");
        }
        return Integer.parseInt(match.group(1));
    }

    private Map<String, List<String>> headers() throws IOException {
        var headers = new TreeMap<String, List<String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || !Headers.name(line.substring(0, colon))) {
                throw new ProtocolException("a header of the answer cannot be read");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        var coding = headers.get("transfer-encoding");
        var length = headers.get("content-length");
        if (coding != null) {
            if (length != null || coding.size() != 1 || !coding.getFirst().equalsIgnoreCase("chunked")) {
                throw new ProtocolException("the answer says in two ways how long it is");
            }
            return chunked();
        }
        if (length == null) {
            return rest();
        }
        if (length.size() != 1 || !LENGTH.matcher(length.getFirst()).matches()) {
            throw new ProtocolException("the answer's length cannot be read");
        }
        if (Long.parseLong(length.getFirst()) > MAX_BODY) {
            throw tooLarge();
        }
        return exactly(Integer.parseInt(length.getFirst()));
    }

    private byte[] rest() throws IOException {
        var body = in.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw tooLarge();
        }
        return body;
    }

    private byte[] chunked() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            head = 0;
            var match = CHUNK.matcher(line());
            if (!match.matches()) {
                throw new ProtocolException("a chunk of the answer cannot be read");
            }
            long size = Long.parseLong(match.group(1), 16);
            if (size == 0) {
                headers();
                return body.toByteArray();
            }
            if (body.size() + size > MAX_BODY) {
                throw tooLarge();
            }
            body.writeBytes(exactly((int) size));
            if (!line().isEmpty()) {
                throw new ProtocolException("a chunk of the answer is longer than it says");
            }
        }
    }

    private byte[] exactly(int size) throws IOException {
        var bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the answer ended early");
        }
        return bytes;
    }

    /** Up to CR LF or LF, as Latin-1; a CR elsewhere, or a control character, is not text of a head. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer ended early");
            }
            if (++head > MAX_HEAD) {
                throw new ProtocolException("the answer's head is larger than 64 KiB");
            }
            line.write(b);
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (text.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f)) {
            throw new ProtocolException("the answer's head holds a control character");
        }
        return text;
    }

    private static Refusal tooLarge() {
        return new Refusal(Code.HTTP_TOO_LARGE, "the answer is larger than 10 MiB", "ask for less, or for pages");
    }
}
