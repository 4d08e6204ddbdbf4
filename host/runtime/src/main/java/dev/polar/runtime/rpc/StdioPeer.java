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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * JSON-RPC over two pipes, one message a line. Answers find their request by its id: one for an id that is not waiting
 * is dropped, as are lines that are no messages, so a server that prints to its standard output is only noisy. Of a side
 * that runs Polar's own code none of this is noise: see {@link #strict}.
 *
 * <p>A platform thread reads and another writes: a virtual thread that blocks in a pipe holds its carrier.
 */
public final class StdioPeer implements Peer {
    /**
     * What is kept and waited for.
     *
     * @param unasked how many bytes a second are read that answer nothing; a short line counts as 4 KiB
     */
    public record Limits(int maxLine, long maxSkipped, int maxUnwritten, int maxDepth, long unasked) {
        /** 10 MiB a line, 256 MiB of a line that is not kept, 16 MiB waiting to be written, 64 deep, 1,000 lines. */
        public static final Limits DEFAULT = new Limits(10 << 20, 256L << 20, 16 << 20, Message.MAX_DEPTH, 4 << 20);
    }

    private static final int LINE = 4_096;

    private final String name;
    private final Limits limits;
    private final Incoming incoming;
    private final Supplier<Refusal> epitaph;
    private final LineReader lines;
    private final Outbox outbox;
    private final Thread reader;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final Pace pace;
    private long answered;
    private Optional<Consumer<String>> breach = Optional.empty();
    private final CompletableFuture<Refusal> over = new CompletableFuture<>();
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
        this.pace = new Pace(limits.unasked());
        this.epitaph = epitaph;
        this.lines = new LineReader(in, limits.maxLine(), limits.maxSkipped());
        this.outbox = new Outbox(name, out, limits.maxUnwritten());
        this.reader = Thread.ofPlatform().daemon().name("read " + name).unstarted(this::read);
    }

    /**
     * For another side that answers every request, cancelled ones too, and writes nothing but messages: what it does
     * beside that is told, in words, on the thread that reads. Said before {@link #open}.
     */
    public StdioPeer strict(Consumer<String> told) {
        breach = Optional.of(told);
        return this;
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
    public void onEnd(Runnable then) {
        var unused = over.thenRun(then);
    }

    @Override
    public void close() {
        end(new Refusal(Code.PLUGIN_CRASHED, name + " was stopped", ""));
    }

    /** As {@link #close}, for that reason: requests under way fail with it. */
    public void end(Refusal why) {
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(why);
        }
        outbox.close();
        waiting.values().forEach(exchange -> exchange.fail(why));
        over.complete(why);
    }

    private void read() {
        try {
            for (var line = lines.next(); line.isPresent() && ended.isEmpty(); line = lines.next()) {
                long before = answered;
                take(line.get());
                if (answered == before) {
                    pace.took(weight(line.get()));
                }
            }
        } catch (IOException e) {
            // A pipe of a process that was ended is closed under its reader.
        } finally {
            if (ended.isEmpty()) {
                end(epitaph.get());
            }
        }
    }

    /** Answers come as fast as they are asked for; the rest is not worth more of the host's time than this. */
    private long weight(Line line) {
        return switch (line) {
            case Line.Whole whole -> Math.max(LINE, whole.bytes().length);
            case Line.TooLong tooLong -> limits.maxLine();
            case Line.Endless endless -> 0;
        };
    }

    private void take(Line line) {
        switch (line) {
            case Line.Whole whole ->
                Message.read(whole.bytes(), limits.maxDepth())
                        .ifPresentOrElse(this::take, () -> unreadable(whole.bytes()));
            case Line.TooLong tooLong -> {
                stray("a line of more than " + (limits.maxLine() >> 20) + " MiB");
                answering(tooLong.id().isPresent() ? tooLong.id().getAsLong() : 0)
                        .ifPresent(exchange -> exchange.fail(tooLarge()));
            }
            case Line.Endless endless -> {
                stray("a line without an end");
                end(tooLarge());
            }
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Response response ->
                number(response.id())
                        .flatMap(this::answering)
                        .ifPresentOrElse(
                                exchange -> exchange.answer(response.reply()),
                                () -> stray("an answer to a request that it was never asked"));
            case Message.Request request ->
                incoming.asked(request.id(), request.method(), request.params(), reply -> reply(request.id(), reply));
            case Message.Notification notification -> incoming.told(notification.method(), notification.params());
        }
    }

    private void reply(JsonValue id, Reply reply) {
        if (!outbox.offer(Wire.response(id, reply))) {
            stray("requests whose answers it does not read");
        }
    }

    private void stray(String what) {
        breach.ifPresent(told -> told.accept(what));
    }

    /** A line that is no message, but closes as the answer to a request: that request need not wait for its deadline. */
    private void unreadable(byte[] bytes) {
        stray("a line that is no message");
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
        var found = Optional.ofNullable(waiting.remove(id));
        answered += found.isPresent() ? 1 : 0;
        return found;
    }

    private static Optional<Long> number(JsonValue id) {
        return id instanceof JsonNumber number && number.isIntegral()
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private final class Waiting extends PendingReply {
        private final long id;
        private volatile boolean answered;

        Waiting(long id) {
            super(name);
            this.id = id;
        }

        void fail(Refusal why) {
            waiting.remove(id);
            completeExceptionally(why);
        }

        void answer(Reply reply) {
            answered = true;
            complete(reply);
        }

        @Override
        public boolean answered() {
            return answered;
        }

        @Override
        protected void stop(String reason) {
            boolean open = breach.isPresent() ? waiting.containsKey(id) : waiting.remove(id) != null;
            if (open) {
                tell("notifications/cancelled", Cancelled.params(id, reason));
            }
        }
    }
}
