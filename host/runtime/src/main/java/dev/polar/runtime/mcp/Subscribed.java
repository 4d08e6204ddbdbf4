package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The addresses of which a server was asked to say when what stands there changes: one subscription for each, however many
 * want to hear of it. A server with a handshake is asked for each by itself; one without is listened to, in one stream for
 * all. A server that was opened again is asked again, and what stands there may have changed meanwhile.
 */
final class Subscribed {
    private static final int MOST = 1_024;
    private static final int LONGEST = 8_192;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final String label;
    private final Supplier<Optional<McpSession>> open;
    private final Consumer<String> changed;
    private final Set<String> addresses = ConcurrentHashMap.newKeySet();
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Optional<UpdateStream> stream = Optional.empty();
    private volatile long pause = FIRST_PAUSE;

    /**
     * @param open the session, while there is one
     * @param changed takes addresses that were subscribed to, as they were; must not wait
     */
    Subscribed(String label, Supplier<Optional<McpSession>> open, Consumer<String> changed) {
        this.label = label;
        this.open = open;
        this.changed = changed;
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }

    /**
     * Asks for it, unless that was done for somebody else.
     *
     * @param asking sends {@code resources/subscribe}, where the server has that
     * @throws Refusal {@code NOT_FOUND}, {@code TOOL_FAILED}, {@code CONCURRENCY_LIMITED}
     */
    void add(String uri, McpSession session, Instant deadline, Supplier<Reply> asking) {
        lock(deadline);
        try {
            if (addresses.contains(uri)) {
                return;
            }
            if (addresses.size() >= MOST) {
                throw new Refusal(
                        Code.CONCURRENCY_LIMITED,
                        label + " is listened to at " + MOST + " addresses already",
                        "read it when you need it");
            }
            if (session.stateless()) {
                var all = ConcurrentHashMap.<String>newKeySet();
                all.addAll(addresses);
                all.add(uri);
                if (!listen(session, all, deadline).contains(uri)) {
                    throw new Refusal(
                            Code.TOOL_FAILED,
                            label + " does not say when what stands there changes",
                            "read it when you need it");
                }
            } else {
                Results.object(label, asking.get(), Results.OF_ADDRESS);
            }
            addresses.add(uri);
        } finally {
            changing.unlock();
        }
    }

    /** @param wanted whether somebody else wants it by now: asked when nobody can begin to */
    void remove(String uri, BooleanSupplier wanted) {
        changing.lock();
        try {
            if (!wanted.getAsBoolean() && addresses.remove(uri)) {
                open.get().ifPresent(session -> undo(session, uri));
            }
        } catch (Refusal failed) {
            // Then it says what nobody listens to.
        } finally {
            changing.unlock();
        }
    }

    private void undo(McpSession session, String uri) {
        var deadline = Instant.now().plus(PATIENCE);
        if (!session.stateless()) {
            session.send(session.unsubscribe(uri)).await(deadline);
        } else if (addresses.isEmpty()) {
            end();
        } else {
            listen(session, addresses, deadline);
        }
    }

    /** The session is another: it is asked for everything again, which nobody waits for. */
    void renew(McpSession session) {
        if (!addresses.isEmpty()) {
            Thread.ofVirtual().name("subscriptions of " + label).start(() -> again(session));
        }
    }

    private void again(McpSession session) {
        changing.lock();
        try {
            var deadline = Instant.now().plus(PATIENCE);
            if (session.stateless()) {
                listen(session, addresses, deadline);
            } else {
                for (var uri : addresses) {
                    session.send(session.subscribe(uri)).await(deadline);
                }
            }
            addresses.forEach(changed);
        } catch (Refusal failed) {
            // The next session is asked again.
        } finally {
            changing.unlock();
        }
    }

    /** Listens to these from now on; those that the server agreed to. */
    private Set<String> listen(McpSession session, Set<String> all, Instant deadline) {
        var before = stream;
        var fresh = new UpdateStream();
        stream = Optional.of(fresh); // before it is open: the server's first word belongs to it
        try {
            var agreed = fresh.open(session, all, this::told, deadline);
            Thread.ofVirtual().name("updates of " + label).start(() -> watch(fresh));
            before.ifPresent(UpdateStream::end);
            return agreed;
        } catch (Refusal refusal) {
            stream = before;
            fresh.end();
            throw refusal;
        }
    }

    /** A stream that ends although it is still wanted is opened again, more and more seldom. */
    private void watch(UpdateStream one) {
        long began = System.nanoTime();
        one.awaitEnd();
        if (System.nanoTime() - began > LONGEST_PAUSE) {
            pause = FIRST_PAUSE;
        }
        while (stream.filter(now -> now == one).isPresent()) {
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            if (stream.filter(now -> now == one).isPresent()) {
                open.get().ifPresent(this::again);
            }
        }
    }

    /** What a server says beside its answers, as far as it is about this. */
    void told(String method, JsonObject params) {
        switch (method) {
            case "notifications/resources/updated" ->
                Members.text(params, "uri").flatMap(this::meant).ifPresent(changed);
            case "notifications/subscriptions/acknowledged" -> acknowledged(Members.object(params, "notifications"));
            default -> {}
        }
    }

    /** In a pipe there comes an answer too to who listens for lists; it names some, and that to ours none. */
    private void acknowledged(JsonObject agreed) {
        if (agreed.keySet().stream().noneMatch(kind -> kind.endsWith("ListChanged"))) {
            stream.ifPresent(one -> one.acknowledged(agreed));
        }
    }

    /** A server may name a part of what was subscribed to; what is passed on is the address that was. */
    private Optional<String> meant(String uri) {
        if (addresses.isEmpty() || uri.length() > LONGEST) {
            return Optional.empty();
        }
        if (addresses.contains(uri)) {
            return Optional.of(uri);
        }
        for (int end = uri.length() - 1; end > 0; end--) {
            if ("/?#".indexOf(uri.charAt(end)) >= 0) {
                var whole = uri.substring(0, end);
                var folder = uri.substring(0, end + 1);
                if (addresses.contains(whole) || addresses.contains(folder)) {
                    return Optional.of(addresses.contains(whole) ? whole : folder);
                }
            }
        }
        return Optional.empty();
    }

    /** Nothing is heard any more. */
    void end() {
        var before = stream;
        stream = Optional.empty();
        before.ifPresent(UpdateStream::end);
    }

    private void lock(Instant deadline) {
        try {
            if (!changing.tryLock(Duration.between(Instant.now(), deadline).toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(Code.TOOL_TIMEOUT, label + " was not ready before the deadline", "try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + label + " was interrupted", "try again");
        }
    }
}
