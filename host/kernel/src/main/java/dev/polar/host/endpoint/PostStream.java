package dev.polar.host.endpoint;

import dev.polar.host.endpoint.Asked.Question;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.Severity;
import dev.polar.runtime.rpc.Cancelled;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;

/**
 * The answer to one request, as a stream of events from the first thing that is said before the answer; if nothing is, it
 * is one object as ever. Who speaks does not wait for who reads: what does not fit is left out, the answer never.
 */
final class PostStream implements Aside {
    private static final byte[] END = new byte[0];
    private static final int MOST_WAITING = 128;

    private final McpRequest request;
    private final Wishes wishes;
    private final boolean streams;
    private final Asked asked;
    private final Response response;
    private final Pending.Waiting waiting;
    private final Allowance allowance = new Allowance();
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final Set<Question> questions = ConcurrentHashMap.newKeySet();
    private Optional<Thread> writer = Optional.empty();
    private double furthest = Double.NEGATIVE_INFINITY;
    private boolean over;
    private volatile boolean broken;

    /** @param streams whether the client takes a stream */
    PostStream(
            McpRequest request,
            Wishes wishes,
            boolean streams,
            Asked asked,
            Response response,
            Pending.Waiting waiting) {
        this.request = request;
        this.wishes = wishes;
        this.streams = streams;
        this.asked = asked;
        this.response = response;
        this.waiting = waiting;
    }

    @Override
    public boolean hearsProgress() {
        return streams && wishes.token().isPresent();
    }

    @Override
    public Optional<Severity> hears() {
        return streams ? wishes.least() : Optional.empty();
    }

    @Override
    public JsonObject capabilities() {
        return streams || asksLater() ? wishes.capabilities() : JsonValue.EMPTY_JSON_OBJECT;
    }

    @Override
    public boolean asksLater() {
        return request.revision().stateless();
    }

    @Override
    public Optional<Input> input() {
        return wishes.input();
    }

    @Override
    public synchronized void progress(JsonNumber done, Optional<JsonNumber> total, Optional<String> message) {
        double far = done.doubleValue();
        if (hearsProgress() && Double.isFinite(far) && far > furthest) {
            var all = total.map(JsonNumber::doubleValue).filter(Double::isFinite);
            if (say(Told.progress(wishes.token().orElseThrow(), far, all, message), false)) {
                furthest = far;
            }
        }
    }

    @Override
    public void log(Severity severity, String logger, JsonValue data) {
        if (hears().filter(least -> severity.compareTo(least) >= 0).isPresent()) {
            say(Told.message(severity, logger, data), false);
        }
    }

    @Override
    public JsonObject ask(Inquiry inquiry, JsonObject params, Instant deadline) {
        var question = asked.ask(request.client());
        questions.add(question);
        try (var cancelled = waiting.cancellation().onCancel(() -> fail(question, "the call was cancelled"))) {
            if (!say(Wire.request(question.id(), inquiry.method(), params), true)) {
                throw unanswered("the client no longer listens");
            }
            return answer(inquiry, question, deadline);
        } finally {
            questions.remove(question);
            asked.over(question);
        }
    }

    private JsonObject answer(Inquiry inquiry, Question question, Instant deadline) {
        try {
            long patience = Duration.between(Instant.now(), deadline).toNanos();
            return switch (question.reply().get(patience, TimeUnit.NANOSECONDS)) {
                case Reply.Result(var value) when value instanceof JsonObject object -> object;
                case Reply.Result result -> throw unanswered("the client answered with something that is no object");
                case Reply.Fault fault -> throw unanswered("the client refused " + inquiry.method());
            };
        } catch (TimeoutException e) {
            takeBack(question);
            throw new Refusal(
                    Code.TOOL_TIMEOUT, "the client did not answer " + inquiry.method() + " in time", "repeat the call");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            takeBack(question);
            throw unanswered("it is not needed any more");
        } catch (ExecutionException e) {
            throw unanswered(e.getCause() instanceof Refusal why ? why.getMessage() : "the call is over");
        }
    }

    private void takeBack(Question question) {
        say(Wire.notification("notifications/cancelled", Cancelled.params(question.id(), "no longer needed")), true);
    }

    private static void fail(Question question, String why) {
        question.reply().completeExceptionally(unanswered(why));
    }

    private static Refusal unanswered(String why) {
        return new Refusal(Code.TOOL_FAILED, why, "repeat the call");
    }

    /** Whether it will be written, if the client reads. */
    private synchronized boolean say(byte[] message, boolean always) {
        if (over || broken || !always && (messages.size() >= MOST_WAITING || !allowance.takes(message.length))) {
            return false;
        }
        messages.add(message);
        if (writer.isEmpty()) {
            writer = Optional.of(Thread.ofVirtual().name("mcp-stream").start(this::write));
        }
        return true;
    }

    private void write() {
        try (var out = EventWriter.of(response)) {
            for (var message = messages.take(); message != END; message = messages.take()) {
                out.message(message);
            }
        } catch (IOException left) {
            broken = true;
            if (request.revision().stateless()) {
                waiting.cancel("the client hung up");
            }
        } catch (InterruptedException e) {
            broken = true;
        }
    }

    /** Nothing is said any more; whether a stream was begun, which then takes the answer. */
    boolean finish() {
        synchronized (this) {
            over = true;
        }
        questions.forEach(question -> fail(question, "the call is over"));
        return writer.isPresent();
    }

    /** Ends the stream with the answer, and waits until it is written; whether it was. */
    boolean end(byte[] reply) {
        messages.add(reply);
        return end();
    }

    /** Ends the stream without one: of a call that its client took back. */
    boolean end() {
        messages.add(END);
        try {
            writer.orElseThrow().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            writer.orElseThrow().interrupt();
            return false;
        }
        return !broken;
    }
}
