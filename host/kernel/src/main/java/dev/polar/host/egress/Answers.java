package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the relay itself says to a client that speaks HTTP. The code stands where most clients show it. */
final class Answers {
    private static final Map<Code, Integer> STATUS = Map.of(
            Code.REQUEST_INVALID, 400,
            Code.HTTP_TOO_LARGE, 413,
            Code.RATE_LIMITED, 429,
            Code.HTTP_FAILED, 502,
            Code.AUDIT_UNAVAILABLE, 503,
            Code.NODE_FENCED, 503);

    private Answers() {}

    static void refused(WritableByteChannel out, Refusal why) {
        var text = why.code() + ": " + why.getMessage() + (why.hint().isEmpty() ? "" : "\n" + why.hint()) + "\n";
        var body = text.getBytes(StandardCharsets.UTF_8);
        var head = Head.bytes(
                "HTTP/1.1 " + STATUS.getOrDefault(why.code(), 403) + " " + why.code(),
                List.of(
                        new Head.Field("Content-Type", "text/plain; charset=utf-8"),
                        new Head.Field("Content-Length", Integer.toString(body.length)),
                        new Head.Field("Connection", "close")));
        try {
            write(out, ByteBuffer.wrap(head));
            write(out, ByteBuffer.wrap(body));
        } catch (IOException gone) {
            // nobody is there to be told
        }
    }

    static void write(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
