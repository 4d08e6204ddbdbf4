package dev.polar.host.endpoint;

import dev.polar.host.http.Departure;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Streams in which clients hear that what they may see has changed, each on a virtual thread: {@code GET /mcp} of the
 * revisions with a handshake, {@code subscriptions/listen} of the stateless one. A stream ends with its client's token, with
 * the host, when its client hangs up or reads nothing, and after an hour.
 */
final class Listening implements AutoCloseable {
    private static final int MOST = 1_024;
    private static final int MOST_OF_A_CLIENT = 16;
    private static final long LIFE = Duration.ofHours(1).toNanos();
    private static final long HEARTBEAT_SECONDS = 15;

    /** Changes come in groups; between two looks there is that long. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Function<String, Visible> sight;
    private final Predicate<String> known;
    private final McpSubscriptions subscriptions;
    private final Map<String, Visible> seen = new ConcurrentHashMap<>();
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param session of a revision with a handshake: one of them has one stream
     * @param subscriber what it wants to hear of, if it wants that
     */
    private record Stream(
            String client,
            Optional<Greeted> session,
            Supplier<Optional<Subscriber>> subscriber,
            Semaphore bell,
            AtomicBoolean left) {
        void end() {
            left.set(true);
            bell.release();
        }
    }

    /**
     * @param sight what a client may see now
     * @param known whether who holds that token may still listen
     */
    Listening(Function<String, Visible> sight, Predicate<String> known, McpSubscriptions subscriptions) {
        this.sight = sight;
        this.known = known;
        this.subscriptions = subscriptions;
        subscriptions.all().onChange(this::ring);
    }

    private void ring(Subscriber changed) {
        open.stream()
                .filter(stream -> stream.subscriber().get().equals(Optional.of(changed)))
                .forEach(stream -> stream.bell().release());
    }

    /** Something changed; perhaps for somebody who listens. */
    void wake() {
        seen.clear();
        open.forEach(stream -> stream.bell().release());
    }

    /** Ends the stream of that session. */
    void end(String client, Greeted session) {
        open.stream()
                .filter(stream ->
                        stream.client().equals(client) && stream.session().equals(Optional.of(session)))
                .forEach(Stream::end);
    }

    int size() {
        return open.size();
    }

    /**
     * Answers with the stream of a session, or of a client that has none, until it ends.
     *
     * @throws Refusal {@code CONCURRENCY_LIMITED}; then nothing is answered yet
     */
    void listen(Arrived arrived, Optional<Greeted> session) {
        session.ifPresent(one -> end(arrived.client(), one));
        var all = subscriptions.all();
        listen(arrived, session, () -> all.find(arrived.client(), session), Wanted.ALL, List::of);
    }

    /**
     * Answers with a stream for what was asked for with it, until it ends.
     *
     * @param subscribing takes those addresses that the stream will hear of, and says which they are
     * @throws Refusal {@code CONCURRENCY_LIMITED}; then nothing is answered yet
     */
    void listen(Arrived arrived, Wanted wanted, Function<Subscriber, List<String>> subscribing) {
        var own = subscriptions.all().opened(arrived.client());
        try {
            listen(arrived, Optional.empty(), () -> Optional.of(own), wanted, () -> subscribing.apply(own));
        } finally {
            subscriptions.all().end(own);
        }
    }

    private void listen(
            Arrived arrived,
            Optional<Greeted> session,
            Supplier<Optional<Subscriber>> subscriber,
            Wanted wanted,
            Supplier<List<String>> subscribing) {
        var stream = new Stream(arrived.client(), session, subscriber, new Semaphore(0), new AtomicBoolean());
        enter(stream);
        Optional<IOException> left;
        try {
            left = answer(stream, arrived, wanted, subscribing);
        } finally {
            open.remove(stream);
        }
        left.ifPresentOrElse(arrived.callback()::failed, arrived.callback()::succeeded);
    }

    /** What broke it off, if something did. */
    private Optional<IOException> answer(
            Stream stream, Arrived arrived, Wanted wanted, Supplier<List<String>> subscribing) {
        // First: whoever has read that it listens is told of every change after that.
        var before = visible(stream.client());
        // Taken back before the answer is over: then the connection is somebody else's.
        var gone = Departure.of(arrived.request()).apply(stream::end);
        try (var out = EventWriter.of(arrived.response())) {
            if (wanted.subscription().isPresent()) {
                out.message(wanted.acknowledged(subscribing.get()));
            } else {
                out.heartbeat();
            }
            tell(stream, wanted, before, () -> known.test(arrived.token()), out);
            if (wanted.subscription().isPresent()) {
                out.message(ended(wanted));
            }
            return Optional.empty();
        } catch (IOException left) {
            return Optional.of(left);
        } finally {
            gone.close();
        }
    }

    private synchronized void enter(Stream stream) {
        long own = open.stream()
                .filter(other ->
                        other.client().equals(stream.client()) && !other.left().get())
                .count();
        if (closed || open.size() >= MOST || own >= MOST_OF_A_CLIENT) {
            throw new Refusal(
                    Code.CONCURRENCY_LIMITED,
                    own >= MOST_OF_A_CLIENT
                            ? "this client listens in " + own + " streams already"
                            : "this host has no room for another stream",
                    "end one of them first");
        }
        open.add(stream);
    }

    private void tell(Stream stream, Wanted wanted, Visible seenFirst, BooleanSupplier known, EventWriter out)
            throws IOException {
        long end = System.nanoTime() + LIFE;
        var before = seenFirst;
        tellUpdates(stream, wanted, out); // of what was said while the session had no stream
        while (!closed && !stream.left().get() && System.nanoTime() - end < 0 && known.getAsBoolean()) {
            if (!rung(stream)) {
                out.heartbeat();
                stream.subscriber().get().ifPresent(Subscriber::attend);
                continue;
            }
            LockSupport.parkNanos(PAUSE);
            stream.bell().drainPermits();
            if (!known.getAsBoolean()) {
                return; // that it sees nothing any more is not for it
            }
            var now = visible(stream.client());
            for (var change : wanted.changes(before, now)) {
                out.message(change);
            }
            before = now;
            tellUpdates(stream, wanted, out);
        }
    }

    private void tellUpdates(Stream stream, Wanted wanted, EventWriter out) throws IOException {
        var subscriber = stream.subscriber().get();
        if (subscriber.isPresent()) {
            for (var uri : subscriptions.due(subscriber.get())) {
                out.message(wanted.updated(uri));
            }
        }
    }

    private static boolean rung(Stream stream) {
        try {
            return stream.bell().tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stream.end();
            return true;
        }
    }

    /** Once for all streams of a client. */
    private Visible visible(String client) {
        return seen.computeIfAbsent(client, sight);
    }

    private static byte[] ended(Wanted wanted) {
        return Wire.response(
                wanted.subscription().orElseThrow(),
                new Reply.Result(StrictJson.provider()
                        .createObjectBuilder()
                        .add("resultType", "complete")
                        .add("_meta", wanted.meta())
                        .build()));
    }

    /** Whoever listens is told that it is over. */
    @Override
    public void close() {
        closed = true;
        open.forEach(Stream::end);
    }
}
