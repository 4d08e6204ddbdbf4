package dev.polar.host.endpoint;

import dev.polar.host.http.Departure;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
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
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

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
    private final Map<String, Visible> seen = new ConcurrentHashMap<>();
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param session of a revision with a handshake: one of them has one stream */
    private record Stream(String client, Optional<Greeted> session, Semaphore bell, AtomicBoolean left) {
        void end() {
            left.set(true);
            bell.release();
        }
    }

    /** @param sight what a client may see now */
    Listening(Function<String, Visible> sight) {
        this.sight = sight;
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
     * Answers with a stream, until it ends.
     *
     * @param known whether that client may still listen
     * @throws Refusal {@code CONCURRENCY_LIMITED}
     */
    void listen(
            String client,
            Optional<Greeted> session,
            Wanted wanted,
            BooleanSupplier known,
            Request request,
            Response response,
            Callback callback) {
        session.ifPresent(one -> end(client, one));
        var stream = new Stream(client, session, new Semaphore(0), new AtomicBoolean());
        enter(stream);
        var gone = Departure.of(request).apply(stream::end);
        try (var out = EventWriter.of(response)) {
            if (wanted.subscription().isPresent()) {
                out.message(wanted.acknowledged());
            } else {
                out.heartbeat();
            }
            tell(stream, wanted, known, out);
            if (wanted.subscription().isPresent()) {
                out.message(ended(wanted));
            }
        } catch (IOException left) {
            gone.close();
            open.remove(stream);
            callback.failed(left);
            return;
        }
        gone.close();
        open.remove(stream);
        callback.succeeded();
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

    private void tell(Stream stream, Wanted wanted, BooleanSupplier known, EventWriter out) throws IOException {
        long end = System.nanoTime() + LIFE;
        var before = visible(stream.client());
        while (!closed && !stream.left().get() && System.nanoTime() - end < 0 && known.getAsBoolean()) {
            if (!rung(stream)) {
                out.heartbeat();
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
