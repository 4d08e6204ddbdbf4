package dev.polar.host.endpoint;

import dev.polar.host.http.Answer;
import dev.polar.host.http.Departure;
import dev.polar.host.oauth.ProtectedResource;
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
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /mcp}: one message in, one answer out, or a stream that ends with it. {@code GET /mcp}: a stream of what changes
 * for that client.
 */
public final class McpHandler extends Handler.Abstract implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(McpHandler.class);
    private static final int MAX_BODY = 4 << 20;
    private static final String BEARER = "Bearer ";
    private static final String STREAM = "text/event-stream";
    private static final String REVISION = "MCP-Protocol-Version";
    private static final int TOO_MANY = 429;

    private final Clients clients;
    private final McpMethods methods;
    private final Pending pending = new Pending();
    private final Asked asked = new Asked();
    private final Listening listening;
    private final NotLetIn notLetIn;

    /** For clients with tokens of ours alone. */
    public McpHandler(Clients clients, McpMethods methods) {
        this(clients, methods, Optional.empty());
    }

    /** @param resource what others are told to get an access token */
    public McpHandler(Clients clients, McpMethods methods, Optional<ProtectedResource> resource) {
        this.clients = clients;
        this.notLetIn = new NotLetIn(resource);
        this.methods = methods;
        this.listening = new Listening(methods::visible);
        methods.onChange(listening::wake);
        clients.onChange(listening::wake);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        var token = token(request);
        var who = token.map(clients::recognize).orElseGet(() -> new Recognition.Nobody(""));
        if (!Set.of("POST", "GET", "DELETE").contains(request.getMethod())) {
            notAllowed(response, callback);
        } else if (!(who instanceof Recognition.Known(var client))) {
            clients.turnedAway(request, who);
            notLetIn.answer(who, response, callback);
        } else if (request.getMethod().equals("POST")) {
            post(new Arrived(client, token.orElseThrow(), request, response, callback));
        } else {
            legacy(new Arrived(client, token.orElseThrow(), request, response, callback));
        }
        return true;
    }

    /** A request of a known client. */
    private record Arrived(String client, String token, Request request, Response response, Callback callback) {
        boolean takesStreams() {
            return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT).stream()
                    .anyMatch(type -> type.equals(STREAM) || type.equals("*/*") || type.equals("text/*"));
        }
    }

    /** What only the revisions with a handshake have: a stream of its own, and an end of a session. */
    private void legacy(Arrived arrived) {
        var request = arrived.request();
        var session = McpRequest.greeted(request.getHeaders());
        if (unknownRevision(request)) {
            Answer.empty(arrived.response(), arrived.callback(), 400);
        } else if (Optional.ofNullable(request.getHeaders().get(REVISION))
                .flatMap(Revision::of)
                .filter(Revision::stateless)
                .isPresent()) {
            notAllowed(arrived.response(), arrived.callback());
        } else if (request.getMethod().equals("DELETE")) {
            session.ifPresent(one -> {
                listening.end(arrived.client(), one);
                methods.levels().forget(arrived.client(), one);
            });
            Answer.empty(arrived.response(), arrived.callback(), session.isPresent() ? 204 : 405);
        } else if (!arrived.takesStreams()) {
            Answer.empty(arrived.response(), arrived.callback(), 406);
        } else {
            try {
                listen(arrived, session, Wanted.ALL);
            } catch (Refusal full) {
                arrived.response().getHeaders().put(HttpHeader.CONNECTION, "close");
                Answer.problem(arrived.response(), arrived.callback(), TOO_MANY, full);
            }
        }
    }

    /** What is no request has no answer that could say which revisions are known. */
    private static boolean unknownRevision(Request request) {
        return Optional.ofNullable(request.getHeaders().get(REVISION))
                .filter(text -> Revision.of(text).isEmpty())
                .isPresent();
    }

    private void listen(Arrived arrived, Optional<Greeted> session, Wanted wanted) {
        listening.listen(
                arrived.client(),
                session,
                wanted,
                () -> clients.known(arrived.token()).isPresent(),
                arrived.request(),
                arrived.response(),
                arrived.callback());
    }

    private void post(Arrived arrived) throws IOException {
        var body = body(arrived.request());
        if (body.isEmpty()) {
            var refusal = new Refusal(Code.REQUEST_INVALID, "the request has more than 4 MiB", "send less at once");
            Answer.problem(arrived.response(), arrived.callback(), 413, refusal);
            return;
        }
        var message = Message.read(body.get());
        if (message.isEmpty()) {
            var fault = new McpFault(400, McpFault.PARSE, "not a JSON-RPC 2.0 message");
            fail(arrived.response(), arrived.callback(), JsonValue.NULL, fault);
            return;
        }
        var headers = arrived.request().getHeaders();
        switch (message.get()) {
            case Message.Notification notification
            when unknownRevision(arrived.request()) -> Answer.empty(arrived.response(), arrived.callback(), 400);
            case Message.Response answer
            when unknownRevision(arrived.request()) -> Answer.empty(arrived.response(), arrived.callback(), 400);
            case Message.Notification notification -> {
                if (notification.method().equals("notifications/cancelled")) {
                    pending.cancel(McpRequest.of(arrived.client(), notification, headers));
                }
                Answer.empty(arrived.response(), arrived.callback(), 202);
            }
            case Message.Response answer -> {
                asked.answered(arrived.client(), answer.id(), answer.reply());
                Answer.empty(arrived.response(), arrived.callback(), 202);
            }
            case Message.Request ask -> {
                try {
                    answer(arrived, McpRequest.of(arrived.client(), ask, headers));
                } catch (McpFault fault) {
                    fail(arrived.response(), arrived.callback(), ask.id(), fault);
                }
            }
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
                var said = request.params().get("capabilities") instanceof JsonObject capabilities
                        ? capabilities
                        : JsonValue.EMPTY_JSON_OBJECT;
                arrived.response()
                        .getHeaders()
                        .put(Greeted.HEADER, Greeted.with(said).text());
            }
            write(arrived, said(arrived, request));
        }
    }

    private void subscribe(Arrived arrived, McpRequest request) {
        if (!arrived.takesStreams()) {
            throw new McpFault(406, McpFault.INVALID_REQUEST, "this is answered with " + STREAM);
        }
        try {
            listen(arrived, Optional.empty(), Wanted.of(request));
        } catch (Refusal full) {
            arrived.response().getHeaders().put(HttpHeader.CONNECTION, "close");
            throw new McpFault(TOO_MANY, TOO_MANY, full.getMessage());
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
            var traceparent = Optional.ofNullable(arrived.request().getHeaders().get("traceparent"));
            return new Said(200, methods.answer(request, traceparent, gone));
        } catch (McpFault fault) {
            return new Said(fault.status(), Wire.response(request.id(), (Reply) fault.fault()));
        } catch (RuntimeException fault) {
            LOG.error("{} failed", request.method(), fault);
            return new Said(500, Wire.response(request.id(), (Reply) new Reply.Fault(-32603, "Internal error")));
        }
    }

    private static void write(Arrived arrived, Said said) {
        Answer.json(arrived.response(), arrived.callback(), said.status(), said.message());
    }

    private static void notAllowed(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ALLOW, "POST, GET, DELETE");
        Answer.empty(response, callback, 405);
    }

    /** How many streams of changes are open. */
    int streams() {
        return listening.size();
    }

    /** How many requests are being answered that may take long. */
    int waiting() {
        return pending.size();
    }

    /** Whoever listens is told that it is over. */
    @Override
    public void close() {
        listening.close();
        pending.close();
    }

    private static void fail(Response response, Callback callback, JsonValue id, McpFault fault) {
        Answer.json(response, callback, fault.status(), Wire.response(id, (Reply) fault.fault()));
    }

    private static Optional<String> token(Request request) {
        var headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        return headers.size() == 1 && headers.getFirst().startsWith(BEARER)
                ? Optional.of(headers.getFirst().substring(BEARER.length()).trim())
                : Optional.empty();
    }

    private static Optional<byte[]> body(Request request) throws IOException {
        try (var in = Content.Source.asInputStream(request)) {
            var bytes = in.readNBytes(MAX_BODY + 1);
            return bytes.length > MAX_BODY ? Optional.empty() : Optional.of(bytes);
        }
    }
}
