package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Pace;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A request that a server without a handshake answers when it is over, and until then says what changes: {@code
 * subscriptions/listen} of 2026-07-28 ("Subscriptions").
 */
final class UpdateStream {
    private static final Duration LONG = Duration.ofDays(3_650);
    private static final int WEIGHT = 4_096;
    private static final int PER_SECOND = 4 << 20;

    private final CompletableFuture<Set<String>> agreed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private volatile Optional<Exchange> exchange = Optional.empty();

    /**
     * Opens it, and waits for what the server agreed to.
     *
     * @param told takes what is said in it, where the transport has a stream for each request
     * @throws Refusal {@code TOOL_FAILED}, {@code TOOL_TIMEOUT}
     */
    Set<String> open(McpSession session, Set<String> addresses, BiConsumer<String, JsonObject> told, Instant deadline) {
        var sent = session.send(session.listen(addresses, new Paced(told)));
        exchange = Optional.of(sent);
        Thread.ofVirtual().name("listen to " + session.name()).start(() -> awaited(session, sent));
        try {
            return agreed.get(Duration.between(Instant.now(), deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new Refusal(Code.TOOL_TIMEOUT, session.name() + " did not say what it agrees to", "try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + session.name() + " was interrupted", "try again");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : new Refusal(Code.TOOL_FAILED, session.name() + " cannot be listened to", "try again");
        }
    }

    private void awaited(McpSession session, Exchange sent) {
        try {
            var why = sent.await(Instant.now().plus(LONG)) instanceof Reply.Fault fault
                    ? ToolResults.failed(session.name(), fault)
                    : new Refusal(Code.TOOL_FAILED, session.name() + " ended the stream", "try again");
            agreed.completeExceptionally(why);
        } catch (RuntimeException broken) {
            agreed.completeExceptionally(broken);
        } finally {
            over.complete(true);
        }
    }

    /** The server's first word. That of a stream about other things is not about addresses. */
    void acknowledged(JsonObject filter) {
        if (filter.get("resourceSubscriptions") instanceof JsonArray some) {
            agreed.complete(some.stream()
                    .filter(JsonString.class::isInstance)
                    .map(uri -> ((JsonString) uri).getString())
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    void awaitEnd() {
        over.join();
    }

    void end() {
        exchange.ifPresent(one -> one.abandon(new Refusal(Code.CALL_CANCELLED, "nobody listens any more", "")));
    }

    /** Read no faster than what comes unasked elsewhere. */
    private record Paced(BiConsumer<String, JsonObject> told, Pace pace) implements Incoming {
        Paced(BiConsumer<String, JsonObject> told) {
            this(told, new Pace(PER_SECOND));
        }

        @Override
        public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
            answer.accept(new Reply.Fault(Reply.Fault.METHOD_NOT_FOUND, "nothing is asked in this stream"));
        }

        @Override
        public void told(String method, JsonObject params) {
            told.accept(method, params);
            pace.took(WEIGHT);
        }
    }
}
