package dev.polar.host.endpoint;

import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests that clients wait for on this node. A client that takes one back names it by its own id; who else has the same
 * id is another client, or another session of this one. With the stateless revision hanging up takes it back: since most
 * calls are over before anybody could, connections are only watched of those that last.
 */
final class Pending implements AutoCloseable {
    private static final long WATCHED_AFTER = TimeUnit.MILLISECONDS.toNanos(250);

    private final Map<String, List<Waiting>> waiting = new ConcurrentHashMap<>();
    private final Thread watch = Thread.ofVirtual().name("mcp-hang-ups").unstarted(this::watch);
    private volatile boolean closed;

    Pending() {
        watch.start();
    }

    /** A request that is being answered; closed before the answer is written. */
    static final class Waiting {
        private final Cancellation cancellation = new Cancellation();
        private final long since = System.nanoTime();
        private final Function<Runnable, Interest> gone;
        private final boolean watched;
        private Optional<Interest> interest = Optional.empty();
        private boolean over;

        private Waiting(Function<Runnable, Interest> gone, boolean watched) {
            this.gone = gone;
            this.watched = watched;
        }

        Cancellation cancellation() {
            return cancellation;
        }

        boolean cancelled() {
            return cancellation
                    .reason()
                    .filter(why -> why.code() == Code.CALL_CANCELLED)
                    .isPresent();
        }

        void cancel(String why) {
            cancellation.cancel(new Refusal(Code.CALL_CANCELLED, why, "repeat the call if it is wanted after all"));
        }

        /** Once the answer is written the connection is somebody else's. */
        private synchronized void look(long now) {
            if (watched && !over && interest.isEmpty() && now - since > WATCHED_AFTER) {
                interest = Optional.of(gone.apply(() -> cancel("the client hung up")));
            }
        }

        private synchronized void end() {
            over = true;
            interest.ifPresent(Interest::close);
        }
    }

    /** @param gone runs what it is given once who asked has left */
    Waiting enter(McpRequest request, Function<Runnable, Interest> gone) {
        var fresh = new Waiting(gone, request.revision().stateless());
        waiting.merge(key(request, request.id()), List.of(fresh), Pending::and);
        return fresh;
    }

    void leave(McpRequest request, Waiting one) {
        one.end();
        waiting.computeIfPresent(key(request, request.id()), (key, all) -> without(all, one));
    }

    /** The client takes back its request of that id; one that means two of them means neither. */
    void cancel(McpRequest notification) {
        var id = notification.params().getOrDefault("requestId", JsonValue.NULL);
        if (id instanceof JsonString || id instanceof JsonNumber) {
            var all = waiting.getOrDefault(key(notification, id), List.of());
            if (all.size() == 1) {
                all.getFirst().cancel("the client cancelled the call");
            }
        }
    }

    /** How many there are. */
    int size() {
        return waiting.values().stream().mapToInt(List::size).sum();
    }

    private void watch() {
        while (!closed) {
            long now = System.nanoTime();
            waiting.values().forEach(all -> all.forEach(one -> one.look(now)));
            LockSupport.parkNanos(WATCHED_AFTER);
        }
    }

    private static String key(McpRequest request, JsonValue id) {
        return request.client() + "\n" + request.greeted().map(Greeted::text).orElse("") + "\n" + Canonical.text(id);
    }

    private static List<Waiting> and(List<Waiting> some, List<Waiting> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    @Nullable
    private static List<Waiting> without(List<Waiting> all, Waiting one) {
        var rest = all.stream().filter(other -> other != one).toList();
        return rest.isEmpty() ? null : rest;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }
}
