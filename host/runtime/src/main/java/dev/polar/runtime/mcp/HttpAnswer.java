package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Message;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** One POST and its answer, which is one object or a stream of events with the answer among them. */
final class HttpAnswer implements Runnable {
    /** The code of a fault that says that the server no longer knows the session, and did not look at the request. */
    static final long SESSION_LOST = 404;

    private static final int MAX_ANSWER = 10 << 20;
    private static final int MAX_RESUMED = 20;

    private final String name;
    private final Posts posts;
    private final Incoming incoming;
    private final long id;
    private final Ask ask;
    private final CompletableFuture<Reply> reply;

    HttpAnswer(String name, Posts posts, Incoming incoming, long id, Ask ask, CompletableFuture<Reply> reply) {
        this.name = name;
        this.posts = posts;
        this.incoming = ask.aside().orElse(incoming);
        this.id = id;
        this.ask = ask;
        this.reply = reply;
    }

    @Override
    public void run() {
        try {
            var response = posts.send(Wire.request(id, ask.method(), ask.params()), headers());
            if (response.statusCode() == 200 && type(response).equals("text/event-stream")) {
                stream(response);
            } else {
                object(response);
            }
        } catch (Refusal refusal) {
            reply.completeExceptionally(refusal);
        } catch (EventStream.TooLarge e) {
            reply.completeExceptionally(tooLarge());
        } catch (IOException e) {
            reply.completeExceptionally(posts.failed("the answer broke off", "try again"));
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    private Map<String, String> headers() {
        var headers = new TreeMap<>(ask.headers());
        headers.put("mcp-method", ask.method());
        Members.text(ask.params(), "name")
                .or(() -> Members.text(ask.params(), "uri"))
                .ifPresent(target -> headers.put("mcp-name", HeaderText.of(target)));
        return headers;
    }

    static String type(HttpResponse<InputStream> response) {
        return response.headers()
                .firstValue("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private void object(HttpResponse<InputStream> response) throws IOException {
        byte[] body;
        try (var in = response.body()) {
            body = in.readNBytes(MAX_ANSWER + 1);
        }
        if (body.length > MAX_ANSWER) {
            throw tooLarge();
        }
        var message = Message.read(body);
        var mine = message.flatMap(this::mine);
        if (posts.session().isPresent() && refusesSession(response.statusCode(), message)) {
            reply.complete(new Reply.Fault(SESSION_LOST, "the session is unknown"));
        } else if (mine.isPresent()) {
            reply.complete(mine.get());
        } else if (response.statusCode() >= 400) {
            reply.complete(new Reply.Fault(response.statusCode(), "HTTP status " + response.statusCode()));
        } else {
            throw new Refusal(
                    Code.RESULT_INVALID,
                    name + " answered with HTTP status " + response.statusCode()
                            + " and something that is not the JSON-RPC answer to the request",
                    "report it to the plugin's author");
        }
    }

    /** 404, says the specification; 400 and an error that names no request, say many servers. */
    private static boolean refusesSession(int status, Optional<Message> message) {
        return status == 404
                || status == 400
                        && message.isPresent()
                        && message.get() instanceof Message.Response response
                        && response.id().getValueType() == JsonValue.ValueType.NULL;
    }

    /** The answer to this request; an error without an id can only mean it. */
    private Optional<Reply> mine(Message message) {
        if (!(message instanceof Message.Response response)) {
            return Optional.empty();
        }
        boolean named = response.id() instanceof JsonNumber number && number.isIntegral() && number.longValue() == id;
        boolean unnamed =
                response.id().getValueType() == JsonValue.ValueType.NULL && response.reply() instanceof Reply.Fault;
        return named || unnamed ? Optional.of(response.reply()) : Optional.empty();
    }

    /** Reads events until the answer is among them. A server with sessions may hang up and be asked for the rest. */
    private void stream(HttpResponse<InputStream> first) throws IOException {
        var response = first;
        for (int i = 0; i < MAX_RESUMED; i++) {
            try (var events = new EventStream(response.body(), MAX_ANSWER)) {
                for (var event = next(events); event.isPresent(); event = next(events)) {
                    if (take(event.get())) {
                        return;
                    }
                }
                if (reply.isDone()) {
                    return; // nobody waits any more
                }
                if (events.lastId().isEmpty() || posts.session().isEmpty()) {
                    break;
                }
                LockSupport.parkNanos(events.retryMillis() * 1_000_000L);
                response = posts.resume(events.lastId());
            }
            if (response.statusCode() != 200 || !type(response).equals("text/event-stream")) {
                Posts.close(response);
                break;
            }
        }
        throw posts.failed("the stream ended before the answer", "try again");
    }

    /** A connection that breaks is an end like another; what was too large is not. */
    private static Optional<byte[]> next(EventStream events) throws IOException {
        try {
            return events.next();
        } catch (EventStream.TooLarge e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean take(byte[] event) {
        var message = Message.read(event);
        if (message.isEmpty()) {
            return false;
        }
        switch (message.get()) {
            case Message.Request request ->
                incoming.asked(
                        request.id(),
                        request.method(),
                        request.params(),
                        said -> Posts.close(posts.send(Wire.response(request.id(), said), Map.of())));
            case Message.Notification notification -> incoming.told(notification.method(), notification.params());
            case Message.Response response -> {
                var mine = mine(response);
                mine.ifPresent(reply::complete);
                return mine.isPresent();
            }
        }
        return false;
    }

    private Refusal tooLarge() {
        return new Refusal(
                Code.RESULT_INVALID,
                name + " answered with more than " + (MAX_ANSWER >> 20) + " MiB",
                "ask for less at once");
    }
}
