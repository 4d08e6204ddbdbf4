package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One request for an {@code http} URL, passed on, and its answer. The request is written anew, for the host that was
 * granted and for nobody else; whatever follows it on the connection goes nowhere.
 */
final class PlainRequest {
    private static final int MOST_OF_REPLY_HEAD = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Link link;
    private final Incoming in;
    private final SocketChannel far;
    private final Traffic.Count count;
    private final Buffers buffers;

    PlainRequest(Link link, Incoming in, Opening.Opened opened, Buffers buffers) {
        this.link = link;
        this.in = in;
        this.far = opened.far();
        this.count = opened.count();
        this.buffers = buffers;
    }

    /** @throws Refusal {@code HTTP_FAILED} if what comes back is no answer, or what ended the grant */
    void run(Head head, Body body, String method, RequestLine.Resource resource) throws IOException {
        send(ByteBuffer.wrap(request(head, body, method, resource)));
        expect(link, head);
        link.open();
        Thread.ofVirtual().name("egress-body").start(() -> body(body));
        var reply = new Incoming(far, MOST_OF_REPLY_HEAD);
        Answers.write(link.near(), ByteBuffer.wrap(answer(reply)));
        receive(ByteBuffer.wrap(reply.takeAll()));
        var buffer = buffers.take();
        try {
            while (far.read(buffer.clear()) >= 0) {
                receive(buffer.flip());
            }
        } finally {
            buffers.give(buffer);
        }
    }

    /** Clients that ask first whether they may send a body are told so here: nobody else will have to tell them. */
    static void expect(Link link, Head head) throws IOException {
        if (!head.values("expect").isEmpty()) {
            Answers.write(link.near(), ByteBuffer.wrap(CONTINUE));
        }
    }

    private static byte[] request(Head head, Body body, String method, RequestLine.Resource resource) {
        var fields = new ArrayList<Head.Field>();
        fields.add(new Head.Field("Host", resource.authority()));
        fields.addAll(head.passedOn("host", "content-length", "transfer-encoding", "expect"));
        switch (body) {
            case Body.Whole(long length)
            when length > 0 || !head.values("content-length").isEmpty() ->
                fields.add(new Head.Field("Content-Length", Long.toString(length)));
            case Body.Whole none -> {}
            case Body.Chunked chunked -> fields.add(new Head.Field("Transfer-Encoding", "chunked"));
        }
        fields.add(new Head.Field("Connection", "close"));
        return Head.bytes(method + " " + resource.target() + " HTTP/1.1", fields);
    }

    private void body(Body body) {
        try {
            body.read(in, piece -> {
                if (body instanceof Body.Chunked) {
                    send(ascii(Integer.toHexString(piece.remaining()) + "\r\n"));
                    send(piece);
                    send(ascii("\r\n"));
                } else {
                    send(piece);
                }
            });
            if (body instanceof Body.Chunked) {
                send(ascii("0\r\n\r\n"));
            }
            do {
                in.takeAll();
            } while (in.more());
            link.ending();
        } catch (IOException | Refusal e) {
            link.close();
        }
    }

    /** The head of the answer, as the last one on this connection. */
    private byte[] answer(Incoming reply) throws IOException {
        try {
            var head = Head.read(reply);
            var status = STATUS.matcher(head.first());
            while (status.matches()
                    && status.group(1).startsWith("1")
                    && !status.group(1).equals("101")) {
                head = Head.read(reply);
                status = STATUS.matcher(head.first());
            }
            if (!status.matches() || status.group(1).equals("101")) {
                throw new Malformed("another protocol");
            }
            var fields = new ArrayList<>(head.passedOn());
            fields.add(new Head.Field("Connection", "close"));
            return Head.bytes(head.first(), List.copyOf(fields));
        } catch (Malformed e) {
            throw new Refusal(Code.HTTP_FAILED, "the answer is none that HTTP/1.1 knows: " + e.getMessage(), "");
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        link.passing();
        int length = bytes.remaining();
        Answers.write(far, bytes);
        count.sent().add(length);
    }

    private void receive(ByteBuffer bytes) throws IOException {
        link.passing();
        int length = bytes.remaining();
        Answers.write(link.near(), bytes);
        count.received().add(length);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
