package dev.polar.runtime.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;

/**
 * HTTP/1.1 in clear text (RFC 9112) to one server, which is on this machine or beside it: whoever asks writes and reads on
 * its own thread, and lines are used again. A request is sent once: what became of it is not known when a line breaks.
 */
final class PlainHttp {
    /** Many servers hang up after five seconds. */
    private static final Duration KEPT = Duration.ofSeconds(4);

    private static final int MOST_KEPT = 64;
    private static final Executor LATER = CompletableFuture.delayedExecutor(
            KEPT.plusSeconds(1).toSeconds(), TimeUnit.SECONDS, Thread::startVirtualThread);

    private final Duration patience;
    private final Deque<PlainLine> free = new ConcurrentLinkedDeque<>();
    private final Set<PlainLine> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean tidying = new AtomicBoolean();
    private volatile boolean closed;

    /** @param patience for a connection to be made */
    PlainHttp(Duration patience) {
        this.patience = patience;
    }

    /** Sends a request whose body is at hand, and returns when the head of the answer is there. */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        var line = line(request.uri());
        try {
            line.patience(request.timeout().orElse(Duration.ZERO));
            line.send(message(request));
            var head = line.head();
            line.patience(Duration.ZERO);
            return new Answer(
                    request,
                    head.status(),
                    HttpHeaders.of(head.fields(), (name, value) -> true),
                    PlainBody.of(line, head, whole -> release(line, whole)));
        } catch (IOException | RuntimeException e) {
            release(line, false);
            throw e;
        }
    }

    /** Ends every line, and whoever waits on one. */
    void cut() {
        closed = true;
        open.forEach(line -> release(line, false));
    }

    private PlainLine line(URI server) throws IOException {
        for (var kept = free.pollFirst(); kept != null; kept = free.pollFirst()) {
            if (!kept.freeLongerThan(KEPT) && kept.isQuiet()) {
                return kept;
            }
            release(kept, false);
        }
        var fresh = PlainLine.open(server.getHost(), port(server), patience);
        open.add(fresh);
        if (closed) {
            release(fresh, false);
            throw new IOException("closed");
        }
        return fresh;
    }

    private void release(PlainLine line, boolean usable) {
        if (usable && !closed && free.size() < MOST_KEPT) {
            line.free();
            free.addFirst(line);
            if (tidying.compareAndSet(false, true)) {
                LATER.execute(this::tidy);
            }
        } else {
            free.remove(line);
            open.remove(line);
            line.close();
        }
    }

    /** Lines nobody used are given up, as long as there are any. */
    private void tidy() {
        for (var oldest = free.peekLast(); oldest != null && oldest.freeLongerThan(KEPT); oldest = free.peekLast()) {
            if (free.removeLastOccurrence(oldest)) {
                release(oldest, false);
            }
        }
        tidying.set(false);
        if (!free.isEmpty() && !closed && tidying.compareAndSet(false, true)) {
            LATER.execute(this::tidy);
        }
    }

    private static int port(URI server) {
        return server.getPort() < 0 ? 80 : server.getPort();
    }

    /** The builder of the request has looked at every name and value. */
    private static byte[] message(HttpRequest request) {
        var to = request.uri();
        var path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        var head = new StringBuilder(512)
                .append(request.method())
                .append(' ')
                .append(path)
                .append(to.getRawQuery() == null ? "" : "?" + to.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(to.getHost())
                .append(to.getPort() < 0 ? "" : ":" + to.getPort())
                .append("\r\n");
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        var body = request.bodyPublisher().map(PlainHttp::body);
        body.ifPresent(
                bytes -> head.append("Content-Length: ").append(bytes.length).append("\r\n"));
        var message = new ByteArrayOutputStream(
                head.length() + 2 + body.map(bytes -> bytes.length).orElse(0));
        message.writeBytes(PlainLine.bytes(head.append("\r\n").toString()));
        body.ifPresent(message::writeBytes);
        return message.toByteArray();
    }

    private static byte[] body(HttpRequest.BodyPublisher publisher) {
        var bytes = new ByteArrayOutputStream();
        publisher.subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription all) {
                all.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer part) {
                var copy = new byte[part.remaining()];
                part.get(copy);
                bytes.writeBytes(copy);
            }

            @Override
            public void onError(Throwable never) {}

            @Override
            public void onComplete() {}
        });
        return bytes.toByteArray();
    }

    private record Answer(HttpRequest request, int statusCode, HttpHeaders headers, InputStream body)
            implements HttpResponse<InputStream> {
        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
