package dev.polar.host.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * Messages as server-sent events (HTML standard, section 9.2). Writing waits for the reader; one who takes nothing for as
 * long as a connection may idle is cut off.
 */
final class EventWriter implements AutoCloseable {
    private static final byte[] BEFORE = "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;

    private EventWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins the answer; it cannot be another kind of answer any more. */
    static EventWriter of(Response response) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("X-Accel-Buffering", "no");
        return new EventWriter(Content.Sink.asOutputStream(response));
    }

    /** @param message on one line, as {@link dev.polar.runtime.rpc.Wire} writes it */
    void message(byte[] message) throws IOException {
        var event = new byte[BEFORE.length + message.length + AFTER.length];
        System.arraycopy(BEFORE, 0, event, 0, BEFORE.length);
        System.arraycopy(message, 0, event, BEFORE.length, message.length);
        System.arraycopy(AFTER, 0, event, BEFORE.length + message.length, AFTER.length);
        out.write(event);
        out.flush();
    }

    /** A line that says nothing, so that nobody takes the silence for an end. */
    void heartbeat() throws IOException {
        out.write(HEARTBEAT);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
