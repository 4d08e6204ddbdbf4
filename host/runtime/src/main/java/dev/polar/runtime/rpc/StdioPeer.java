package dev.polar.runtime.rpc;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * JSON-RPC over two pipes, one message a line. Answers find their request by its id: one for an id that is not waiting
 * is dropped, as are lines that are no messages, so a server that prints to its standard output is only noisy.
 *
 * <p>A platform thread reads and another writes: a virtual thread that blocks in a pipe holds its carrier.
 */
public final class StdioPeer implements Peer {
    /** What is kept and waited for. */
    public record Limits(int maxLine, long maxSkipped, int maxUnwritten) {
        /** 10 MiB a line, 256 MiB of a line that is not kept, 16 MiB waiting to be written. */
        public static final Limits DEFAULT = new Limits(10 << 20, 256L << 20, 16 << 20);
    }

    private final String name;
    private final Limits limits;
    private final Incoming incoming;
    private final Supplier<Refusal> epitaph;
    private final LineReader lines;
    private final Outbox outbox;
    private final Thread reader;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile Optional<Refusal> ended = Optional.empty();

    /**
     * @param name for refusals and threads
     * @param epitaph says why the other side is gone, when its output has ended; may take a moment to find out
     */
    public StdioPeer(
            String name,
            InputStream in,
            OutputStream out,
            Limits limits,
            Incoming incoming,
            Supplier<Refusal> epitaph) {
        this.name = name;
        this.limits = limits;
        this.incoming = incoming;
        this.epitaph = epitaph;
        this.lines = new LineReader(in, limits.maxLine(), limits.maxSkipped());
        this.outbox = new Outbox(name, out, limits.maxUnwritten());
        this.reader = Thread.ofPlatform().daemon().name("read " + name).unstarted(this::read);
    }

    /** Starts to read and write. */
    public StdioPeer open() {
        outbox.open();
        reader.start();
        return this;
    }

    @Override
    public Exchange send(Ask ask) {
        long id = ids.incrementAndGet();
        var exchange = new Waiting(id);
        waiting.put(id, exchange);
        // Whoever ends the connection sets the reason first and fails the waiting afterwards, so one of us sees the
        // other.
        ended.ifPresent(exchange::fail);
        if (!outbox.offer(Wire.request(id, ask.method(), ask.params()))) {
            exchange.fail(new Refusal(
                    Code.CONCURRENCY_LIMITED,
                    name + " has " + (limits.maxUnwritten() >> 20) + " MiB of requests that it has not read",
                    "try again when it has answered some"));
        }
        return exchange;
    }

    @Override
    public void tell(String method, JsonObject params) {
        outbox.offer(Wire.notification(method, params));
    }

    @Override
    public Optional<Refusal> ended() {
        return ended;
    }

    @Override
    public void close() {
        end(new Refusal(Code.PLUGIN_CRASHED, name + " was stopped", ""));
    }

    private void end(Refusal why) {
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(why);
        }
        outbox.close();
        waiting.values().forEach(exchange -> exchange.fail(why));
    }

    private void read() {
        try {
            for (var line = lines.next(); line.isPresent() && ended.isEmpty(); line = lines.next()) {
                take(line.get());
            }
        } catch (IOException e) {
            // A pipe of a process that was ended is closed under its reader.
        } finally {
            if (ended.isEmpty()) {
                end(epitaph.get());
            }
        }
    }

    private void take(Line line) {
        switch (line) {
            case Line.Whole whole ->
                Message.read(whole.bytes()).ifPresentOrElse(this::take, () -> unreadable(whole.bytes()));
            case Line.TooLong tooLong ->
                answering(tooLong.id().isPresent() ? tooLong.id().getAsLong() : 0)
                        .ifPresent(exchange -> exchange.fail(tooLarge()));
            case Line.Endless endless -> end(tooLarge());
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Response response ->
                number(response.id())
                        .flatMap(this::answering)
                        .ifPresent(exchange -> exchange.complete(response.reply()));
            case Message.Request request ->
                outbox.offer(Wire.response(request.id(), incoming.asked(request.method(), request.params())));
            case Message.Notification notification -> incoming.told(notification.method(), notification.params());
        }
    }

    /** A line that is no message, but closes as the answer to a request: that request need not wait for its deadline. */
    private void unreadable(byte[] bytes) {
        Line.TooLong.ends(bytes)
                .id()
                .ifPresent(id -> answering(id)
                        .ifPresent(exchange -> exchange.fail(new Refusal(
                                Code.RESULT_INVALID,
                                name + " answered with something that is not JSON-RPC 2.0 in strict JSON",
                                "report it to the plugin's author"))));
    }

    private Refusal tooLarge() {
        return new Refusal(
                Code.RESULT_INVALID,
                name + " answered with more than " + (limits.maxLine() >> 20) + " MiB",
                "ask for less at once");
    }

    private Optional<Waiting> answering(long id) {
        return Optional.ofNullable(waiting.remove(id));
    }

    private static Optional<Long> number(JsonValue id) {
        return id instanceof JsonNumber number && number.isIntegral()
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private final class Waiting extends PendingReply {
        private final long id;

        Waiting(long id) {
            super(name);
            this.id = id;
        }

        void fail(Refusal why) {
            waiting.remove(id);
            completeExceptionally(why);
        }

        @Override
        protected void stop(String reason) {
            if (waiting.remove(id) != null) {
                tell("notifications/cancelled", Cancelled.params(id, reason));
            }
        }
    }
}
