package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Refusal;
import dev.polar.spi.SecretRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Requests that the host makes for a child, over TLS of its own: for an {@code https} URL in the clear, or for an {@code
 * http} one that names secrets, which is then asked for over {@code https}. A program that can only be told of a proxy can
 * have the host put a secret in, and never sees it.
 */
record HostRequests(Traffic traffic, Semaphore atOnce) {
    /** Names the secrets, with commas between them; goes no further than here. */
    static final String SECRET = "Polar-Secret";

    /** Each may hold 10 MiB both ways. */
    static final int MOST_AT_ONCE = 4;

    private static final int MOST_BODY = 10 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the host writes itself; no answer comes back packed, a secret in it could not be masked. */
    private static final String[] OWN = {
        "host", "content-length", "transfer-encoding", "expect", "accept-encoding", SECRET
    };

    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive");

    /** @throws Refusal what the broker refuses, {@code RATE_LIMITED} */
    void answer(Link link, Incoming in, Head head, Body body, String method, RequestLine.Resource resource)
            throws IOException {
        if (!atOnce.tryAcquire()) {
            throw new Refusal(
                    Code.RATE_LIMITED,
                    MOST_AT_ONCE + " requests of this process are on their way",
                    "one after the other");
        }
        try {
            PlainRequest.expect(link, head);
            link.open();
            var call = call(head, whole(in, body), method, resource);
            var to = new HostPort(resource.to().host(), call.uri().getPort());
            link.passage().requireMay(to);
            var count = traffic.to(to);
            var reply = link.passage().send(call);
            count.connected("");
            count.sent().add(call.body().length);
            count.received().add(reply.body().length);
            var bytes = bytes(reply);
            Answers.write(link.near(), ByteBuffer.wrap(bytes));
            if (!method.equals("HEAD")) {
                Answers.write(link.near(), ByteBuffer.wrap(reply.body()));
            }
        } finally {
            atOnce.release();
        }
    }

    private static byte[] whole(Incoming in, Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        body.read(in, piece -> {
            if (bytes.size() + piece.remaining() > MOST_BODY) {
                throw new Refusal(Code.HTTP_TOO_LARGE, "the request is larger than 10 MiB", "send it in parts");
            }
            bytes.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        });
        return bytes.toByteArray();
    }

    private static HttpCall call(Head head, byte[] body, String method, RequestLine.Resource resource)
            throws Malformed {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        head.passedOn(OWN)
                .forEach(field -> headers.merge(field.name(), field.value(), (one, other) -> one + ", " + other));
        var secrets = head.values(SECRET).stream()
                .flatMap(names -> Stream.of(names.split(",")))
                .map(name -> new SecretRef(name.strip()))
                .toList();
        return new HttpCall(method, uri(resource), Map.copyOf(headers), body, PATIENCE, secrets);
    }

    /** Port 80 is what an http URL means where no port is written; over TLS that is 443. */
    private static URI uri(RequestLine.Resource resource) throws Malformed {
        int port = !resource.tls() && resource.to().port() == 80
                ? 443
                : resource.to().port();
        try {
            return new URI("https://" + resource.to().host() + ":" + port + resource.target());
        } catch (URISyntaxException e) {
            throw new Malformed("a URL that is none");
        }
    }

    private static byte[] bytes(HttpReply reply) {
        var fields = new ArrayList<Head.Field>();
        reply.headers().forEach((name, values) -> {
            if (!FRAMING.contains(name)) {
                values.forEach(value -> fields.add(new Head.Field(name, value)));
            }
        });
        fields.add(new Head.Field("Content-Length", Integer.toString(reply.body().length)));
        fields.add(new Head.Field("Connection", "close"));
        return Head.bytes(
                "HTTP/1.1 " + reply.status() + " " + (reply.status() < 400 ? "OK" : "Answered"), List.copyOf(fields));
    }
}
