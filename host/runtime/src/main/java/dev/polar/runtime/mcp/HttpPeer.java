package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Cancelled;
import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Peer;
import dev.polar.runtime.rpc.PendingReply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A server behind Streamable HTTP, in both of its shapes: each request is a POST with an answer of its own. */
final class HttpPeer implements Peer {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String name;
    private final Posts posts;
    private final Incoming incoming;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Runnable cut;
    private final AtomicLong ids = new AtomicLong();
    private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stateless;
    private volatile Optional<Refusal> ended = Optional.empty();

    /** @param headers those the package wants sent; they give way to Polar's own */
    HttpPeer(String name, URI url, Map<String, String> headers, Incoming incoming) {
        this.name = name;
        this.incoming = incoming;
        if ("http".equals(url.getScheme())) {
            var plain = new PlainHttp(CONNECT);
            this.posts = new Posts(name, plain::send, url, headers);
            this.cut = plain::cut;
            return;
        }
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(threads)
                .build();
        this.posts = new Posts(name, request -> client.send(request, BodyHandlers.ofInputStream()), url, headers);
        this.cut = client::shutdownNow;
    }

    /** From now on every request says all about itself (2026-07-28). */
    void stateless() {
        stateless = true;
        posts.stateless();
    }

    /** From now on requests belong to a session of that revision, or to none yet (2025-11-25 and earlier). */
    void inSession(Optional<String> revision) {
        stateless = false;
        posts.inSession(revision);
    }

    /** Whether the server gave the session an id, which it may forget. */
    boolean canForget() {
        return posts.session().isPresent();
    }

    /** From now on the server is listened to, of whatever changes. */
    void listen() {
        threads.submit(new ChangeStream(posts, stateless, ids::incrementAndGet, incoming, () -> ended.isPresent()));
    }

    @Override
    public Exchange send(Ask ask) {
        long id = ids.incrementAndGet();
        var exchange = new HttpExchange(id);
        open.add(exchange);
        exchange.whenComplete((reply, failure) -> open.remove(exchange));
        if (ended.isPresent()) {
            exchange.completeExceptionally(ended.get());
            return exchange;
        }
        exchange.run(new HttpAnswer(name, posts, incoming, id, ask, exchange));
        return exchange;
    }

    @Override
    public void tell(String method, JsonObject params) {
        try {
            Posts.close(posts.send(Wire.notification(method, params), Map.of("mcp-method", method)));
        } catch (Refusal refusal) {
            // What follows will fail by itself.
        }
    }

    @Override
    public Optional<Refusal> ended() {
        return ended;
    }

    @Override
    public void close() {
        end();
        posts.leave();
        cut();
    }

    /** Ends every connection at once; the server is not told that its session is over. */
    void cut() {
        end();
        cut.run();
        threads.shutdownNow();
    }

    private void end() {
        var why = new Refusal(Code.PLUGIN_CRASHED, "the connection to " + name + " was closed", "");
        ended = Optional.of(why);
        open.forEach(exchange -> exchange.abandon(why));
    }

    private final class HttpExchange extends PendingReply {
        private final long id;
        private volatile Optional<Future<?>> work = Optional.empty();

        HttpExchange(long id) {
            super(name);
            this.id = id;
        }

        void run(HttpAnswer answer) {
            work = Optional.of(threads.submit(answer));
        }

        /** Closing the answer is how a stateless server learns that nobody waits; others are told. */
        @Override
        protected void stop(String reason) {
            work.ifPresent(task -> task.cancel(true));
            open.remove(this);
            if (!stateless && ended.isEmpty()) {
                threads.submit(() -> tell("notifications/cancelled", Cancelled.params(id, reason)));
            }
        }
    }
}
