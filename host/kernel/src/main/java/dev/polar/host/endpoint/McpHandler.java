package dev.polar.host.endpoint;

import dev.polar.host.http.Answer;
import dev.polar.host.http.Departure;
import dev.polar.runtime.rpc.Message;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /mcp}: one message in, one answer out. */
public final class McpHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(McpHandler.class);
    private static final int MAX_BODY = 4 << 20;
    private static final String BEARER = "Bearer ";

    private final Clients clients;
    private final McpMethods methods;

    public McpHandler(Clients clients, McpMethods methods) {
        this.clients = clients;
        this.methods = methods;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.getHeaders().put(HttpHeader.ALLOW, "POST");
            Answer.empty(response, callback, 405);
            return true;
        }
        var client = token(request).flatMap(clients::known);
        if (client.isEmpty()) {
            clients.turnedAway(request);
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"polar\"");
            Answer.problem(
                    response,
                    callback,
                    401,
                    new Refusal(
                            Code.CLIENT_UNKNOWN,
                            "the client token is missing, unknown, expired or revoked",
                            "polar client add NAME makes one"));
            return true;
        }
        var body = body(request);
        if (body.isEmpty()) {
            var refusal = new Refusal(Code.REQUEST_INVALID, "the request has more than 4 MiB", "send less at once");
            Answer.problem(response, callback, 413, refusal);
            return true;
        }
        answer(client.get(), body.get(), request, response, callback);
        return true;
    }

    private void answer(String client, byte[] body, Request request, Response response, Callback callback) {
        var message = Message.read(body);
        if (message.isEmpty()) {
            fail(response, callback, JsonValue.NULL, new McpFault(400, McpFault.PARSE, "not a JSON-RPC 2.0 message"));
            return;
        }
        switch (message.get()) {
            case Message.Notification notification -> Answer.empty(response, callback, 202);
            case Message.Response answer -> Answer.empty(response, callback, 202);
            case Message.Request ask -> {
                try {
                    var known = McpRequest.of(client, ask, request.getHeaders());
                    var reply = methods.answer(
                            known, Optional.ofNullable(request.getHeaders().get("traceparent")), Departure.of(request));
                    Answer.json(response, callback, 200, reply);
                } catch (McpFault fault) {
                    fail(response, callback, ask.id(), fault);
                } catch (RuntimeException fault) {
                    LOG.error("{} failed", ask.method(), fault);
                    fail(response, callback, ask.id(), new McpFault(500, -32603, "Internal error"));
                }
            }
        }
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
