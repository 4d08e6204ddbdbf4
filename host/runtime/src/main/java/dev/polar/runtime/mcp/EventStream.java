package dev.polar.runtime.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Server-sent events (WHATWG HTML, section 9.2): their data, one event after the other, in bounded memory. */
final class EventStream implements AutoCloseable {
    /** An event was larger than allowed. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final InputStream in;
    private final int maxEvent;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;
    private String lastId = "";
    private int retryMillis = 1_000;

    EventStream(InputStream in, int maxEvent) {
        this.in = new BufferedInputStream(in, 16 * 1024);
        this.maxEvent = maxEvent;
    }

    /** The data of the next event that has any, or empty at the end of the stream. */
    Optional<byte[]> next() throws IOException {
        var data = new ByteArrayOutputStream();
        boolean any = false;
        while (readLine()) {
            if (line.size() == 0) {
                if (any && data.size() > 0) {
                    return Optional.of(data.toByteArray());
                }
                any = false;
                data.reset();
                continue;
            }
            var bytes = line.toByteArray();
            var colon = indexOfColon(bytes);
            int from = Math.min(bytes.length, colon + (colon + 1 < bytes.length && bytes[colon + 1] == ' ' ? 2 : 1));
            switch (new String(bytes, 0, colon, StandardCharsets.UTF_8)) {
                case "data" -> {
                    if (any) {
                        data.write('\n');
                    }
                    any = true;
                    data.write(bytes, from, bytes.length - from);
                    if (data.size() > maxEvent) {
                        throw new TooLarge();
                    }
                }
                case "id" -> lastId = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
                case "retry" -> retry(new String(bytes, from, bytes.length - from, StandardCharsets.US_ASCII));
                default -> {}
            }
        }
        return Optional.empty();
    }

    /** The id from which the stream can be taken up again, or empty. */
    String lastId() {
        return lastId;
    }

    int retryMillis() {
        return retryMillis;
    }

    private void retry(String digits) {
        if (digits.matches("[0-9]{1,6}")) {
            retryMillis = Math.min(Integer.parseInt(digits), 10_000);
        }
    }

    private static int indexOfColon(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ':') {
                return i;
            }
        }
        return bytes.length;
    }

    /** Reads a line, whose end is CR LF, LF or CR; one that the stream ends in is not a line. */
    private boolean readLine() throws IOException {
        line.reset();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                return true;
            }
            line.write(b);
            if (line.size() > maxEvent) {
                throw new TooLarge();
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
