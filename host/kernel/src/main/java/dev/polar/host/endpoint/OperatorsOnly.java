package dev.polar.host.endpoint;

import dev.polar.host.http.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where the operator API would be, were it here: whoever looks for it at the front doors is told that it is not for them,
 * and a client with a token is put on record. Approving, enabling, revoking take an operator's signature, on the socket.
 */
public final class OperatorsOnly extends Handler.Abstract {
    /** What it stands for. */
    public static final String PATH = "/v1/*";

    private final Clients clients;

    public OperatorsOnly(Clients clients) {
        this.clients = clients;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .filter(header -> header.startsWith("Bearer "))
                .flatMap(header ->
                        clients.known(header.substring("Bearer ".length()).trim()))
                .ifPresent(client ->
                        clients.overreached(client, request.getHttpURI().getDecodedPath()));
        Answer.problem(
                response,
                callback,
                403,
                new Refusal(
                        Code.OPERATOR_REQUIRED,
                        "neither agents nor plugins change this host: that takes an operator's signature",
                        "ask the operator; they use the command line"));
        return true;
    }
}
