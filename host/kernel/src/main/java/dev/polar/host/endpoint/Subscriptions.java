package dev.polar.host.endpoint;

import dev.polar.host.endpoint.Subscription.Source;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who wants to hear of which addresses on this node. A server is asked once for each, however many want to hear of it, and
 * no more when the last has left. A server that says the same again and again is heard once a second.
 */
final class Subscriptions implements AutoCloseable {
    private static final int MOST_OF_A_CLIENT = 256;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOOKED_AT = TimeUnit.SECONDS.toNanos(15);

    private final Predicate<String> known;
    private final long unattended;
    private final Map<String, Subscriber> sessions = new ConcurrentHashMap<>();
    private final Grouped<String, Subscriber> clients = new Grouped<>();
    private final Grouped<Source, Subscription> heard = new Grouped<>();
    private final Coalesced<Source> updates = new Coalesced<>(PAUSE, this::changed);
    private final List<Consumer<Subscriber>> bells = new CopyOnWriteArrayList<>();
    private volatile Optional<Thread> watch = Optional.empty();

    /**
     * @param known whether that client is still let in
     * @param unattended how long a session keeps what it wants to hear of while no stream of it is open
     */
    Subscriptions(Predicate<String> known, Duration unattended) {
        this.known = known;
        this.unattended = unattended.toNanos();
    }

    /** Is told who has something to hear. */
    void onChange(Consumer<Subscriber> bell) {
        bells.add(bell);
    }

    /** That of a session, from now on. */
    Subscriber session(McpRequest request) {
        var one = sessions.computeIfAbsent(key(request.client(), request.greeted()), fresh -> opened(request.client()));
        watched();
        return one;
    }

    Optional<Subscriber> find(String client, Optional<Greeted> session) {
        return Optional.ofNullable(sessions.get(key(client, session)));
    }

    /** That of one stream. */
    Subscriber opened(String client) {
        var fresh = new Subscriber(client);
        clients.add(client, fresh);
        return fresh;
    }

    /** A client is one, however many sessions and streams it has. */
    void requireRoom(Subscriber subscriber) {
        int own = clients.of(subscriber.client()).stream()
                .mapToInt(Subscriber::size)
                .sum();
        if (own >= MOST_OF_A_CLIENT) {
            throw new Refusal(
                    Code.CONCURRENCY_LIMITED,
                    "this client is subscribed to " + own + " addresses already",
                    "unsubscribe from some first");
        }
    }

    /** From now on its server is listened to in its name. */
    void hold(Subscription one) {
        one.source().ifPresent(source -> heard.add(source, one));
    }

    /** Not any more; the last one tells the server. */
    void release(Subscription one) {
        one.source().ifPresent(source -> {
            if (heard.remove(source, one)) {
                var generation = one.at().orElseThrow();
                Thread.ofVirtual()
                        .name("mcp-unsubscribe")
                        .start(() -> generation.unsubscribe(source.name(), source.uri(), () -> heard.has(source)));
            }
        });
    }

    List<Subscription> all() {
        return clients.all().flatMap(one -> one.all().stream()).toList();
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /** A server says so; never waits. */
    void updated(GenerationId generation, String name, String uri) {
        var source = new Source(generation, name, uri);
        if (heard.has(source)) {
            updates.happened(source);
        }
    }

    private void changed(Source source) {
        heard.of(source).forEach(this::changed);
    }

    void changed(Subscription one) {
        one.of().changed(one.uri());
        bells.forEach(bell -> bell.accept(one.of()));
    }

    /** One that wants to hear of nothing is none. */
    void endIfIdle(Subscriber one) {
        if (one.size() == 0) {
            end(one);
        }
    }

    void end(Subscriber one) {
        sessions.values().remove(one);
        clients.remove(one.client(), one);
        one.end().forEach(this::release);
    }

    /** Lets those go whose client is let in no more, and sessions that nobody has listened to for long. */
    void sweep() {
        sweep(System.nanoTime());
    }

    /** @param now as of {@link System#nanoTime} */
    void sweep(long now) {
        var waiting = new HashSet<>(sessions.values());
        clients.all()
                .filter(one -> !known.test(one.client()) || waiting.contains(one) && now - one.attended() > unattended)
                .forEach(this::end);
    }

    private synchronized void watched() {
        if (watch.isEmpty()) {
            watch = Optional.of(Thread.ofVirtual().name("mcp-subscriptions").start(this::watch));
        }
    }

    private void watch() {
        while (!over()) {
            LockSupport.parkNanos(LOOKED_AT);
            sweep();
        }
    }

    private synchronized boolean over() {
        if (sessions.isEmpty()) {
            watch = Optional.empty();
        }
        return sessions.isEmpty();
    }

    @Override
    public void close() {
        clients.all().forEach(this::end);
        watch.ifPresent(LockSupport::unpark);
    }

    private static String key(String client, Optional<Greeted> session) {
        return client + "\n" + session.map(Greeted::text).orElse("");
    }
}
