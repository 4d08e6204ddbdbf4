package dev.polar.host.egress;

import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** HTTP CONNECT (RFC 9110 section 9.3.6), its head already read. */
record Connect(HostPort asked, WritableByteChannel out) implements Dialect {
    private static final byte[] GRANTED =
            "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void granted() throws IOException {
        Answers.write(out, ByteBuffer.wrap(GRANTED));
    }

    @Override
    public void refused(Refusal why) {
        Answers.refused(out, why);
    }
}
