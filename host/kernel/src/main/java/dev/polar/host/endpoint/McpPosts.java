package dev.polar.host.endpoint;

import dev.polar.host.http.Departure;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Cancellation.Interest;
import dev.polar.runtime.rpc.Message;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of clients: a request is answered with one object, or with a stream that ends with it; others with nothing. */
final class McpPosts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(McpPosts.class);

    private final McpMethods methods;
    private final Listening listening;
    private final Pending pending = new Pending();
    private final Asked asked = new Asked();

    McpPosts(McpMethods methods, Listening listening) {
        this.methods = methods;
        this.listening = listening;
    }

    void take(Arrived arrived) throws IOException {
        var body = arrived.body();
        if (body.isEmpty()) {
            arrived.problem(
                    413, new Refusal(Code.REQUEST_INVALID, "the request has more than 4 MiB", "send less at once"));
            return;
        }
        var message = Message.read(body.get());
        if (message.isEmpty()) {
            arrived.fail(JsonValue.NULL, new McpFault(400, McpFault.PARSE, "not a JSON-RPC 2.0 message"));
            return;
        }
        switch (message.get()) {
            case Message.Request ask -> answer(arrived, ask);
            case Message.Notification told -> noted(arrived, () -> told(arrived, told));
            case Message.Response answer ->
                noted(arrived, () -> asked.answered(arrived.client(), answer.id(), answer.reply()));
        }
    }

    /** What has no answer. */
    private static void noted(Arrived arrived, Runnable noting) {
        if (arrived.unknownRevision()) {
            arrived.empty(400);
        } else {
            noting.run();
            arrived.empty(202);
        }
    }

    private void told(Arrived arrived, Message.Notification told) {
        if (told.method().equals("notifications/cancelled")) {
            pending.cancel(
                    McpRequest.of(arrived.client(), told, arrived.request().getHeaders()));
        }
    }

    private void answer(Arrived arrived, Message.Request ask) {
        try {
            answer(
                    arrived,
                    McpRequest.of(arrived.client(), ask, arrived.request().getHeaders()));
        } catch (McpFault fault) {
            arrived.fail(ask.id(), fault);
        }
    }

    private void answer(Arrived arrived, McpRequest request) {
        if (request.method().equals("subscriptions/listen")
                && request.revision().stateless()) {
            subscribe(arrived, request);
        } else if (Wishes.mayTakeLong(request)) {
            call(arrived, request);
        } else {
            if (request.method().equals("initialize")) {
                greet(arrived, request);
            }
            write(arrived, said(arrived, request));
        }
    }

    private static void greet(Arrived arrived, McpRequest request) {
        var said = request.params().get("capabilities") instanceof JsonObject capabilities
                ? capabilities
                : JsonValue.EMPTY_JSON_OBJECT;
        arrived.response().getHeaders().put(Greeted.HEADER, Greeted.with(said).text());
    }

    private void subscribe(Arrived arrived, McpRequest request) {
        if (!arrived.takesStreams()) {
            throw new McpFault(406, McpFault.INVALID_REQUEST, "this is answered with " + Arrived.STREAM);
        }
        try {
            var wanted = Wanted.of(request);
            listening.listen(arrived, wanted, subscriber -> methods.subscribe(request, subscriber, wanted.addresses()));
        } catch (Refusal full) {
            throw arrived.overfull(full);
        }
    }

    /** What was said, with the HTTP status that goes with it if it is the whole answer. */
    private record Said(int status, byte[] message) {}

    private void call(Arrived arrived, McpRequest request) {
        var wishes = Wishes.of(request, methods.levels());
        var waiting = pending.enter(request, Departure.of(arrived.request()));
        var stream = wishes.any()
                ? Optional.of(
                        new PostStream(request, wishes, arrived.takesStreams(), asked, arrived.response(), waiting))
                : Optional.<PostStream>empty();
        Said said;
        try {
            said = said(
                    arrived, request.with(stream.<Aside>map(own -> own).orElse(Aside.NONE), waiting.cancellation()));
        } finally {
            pending.leave(request, waiting);
        }
        if (stream.filter(PostStream::finish).isEmpty()) {
            write(arrived, said);
        } else if (waiting.cancelled() ? stream.get().end() : stream.get().end(said.message())) {
            arrived.callback().succeeded();
        } else {
            arrived.callback().failed(new IOException("the client stopped reading"));
        }
    }

    private Said said(Arrived arrived, McpRequest request) {
        // In the stateless revision hanging up cancels, which ends the waiting too.
        Function<Runnable, Interest> gone =
                request.revision().stateless() ? leave -> () -> {} : Departure.of(arrived.request());
        try {
            return new Said(200, methods.answer(request, gone));
        } catch (McpFault fault) {
            return new Said(fault.status(), Wire.response(request.id(), (Reply) fault.fault()));
        } catch (RuntimeException fault) {
            LOG.error("{} failed", request.method(), fault);
            var internal = new Reply.Fault(McpFault.INTERNAL_ERROR, "Internal error");
            return new Said(500, Wire.response(request.id(), (Reply) internal));
        }
    }

    private static void write(Arrived arrived, Said said) {
        arrived.answer(said.status(), said.message());
    }

    /** How many requests are being answered that may take long. */
    int waiting() {
        return pending.size();
    }

    @Override
    public void close() {
        pending.close();
    }
}
