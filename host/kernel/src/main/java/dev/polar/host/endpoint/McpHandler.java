package dev.polar.host.endpoint;

import dev.polar.host.oauth.ProtectedResource;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code POST /mcp}: one message in, one answer out, or a stream that ends with it. {@code GET /mcp}: a stream of what changes
 * for that client.
 */
public final class McpHandler extends Handler.Abstract implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final Set<String> METHODS = Set.of("POST", "GET", "DELETE");

    private final Clients clients;
    private final McpMethods methods;
    private final Listening listening;
    private final McpPosts posts;
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
        this.listening =
                new Listening(methods::visible, token -> clients.known(token).isPresent(), methods.subscriptions());
        this.posts = new McpPosts(methods, listening);
        methods.onChange(listening::wake);
        clients.onChange(listening::wake);
        clients.onChange(methods.subscriptions().all()::sweep);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        var token = token(request);
        var who = token.map(clients::recognize).orElseGet(() -> new Recognition.Nobody(""));
        if (!METHODS.contains(request.getMethod())) {
            Arrived.notAllowed(response, callback);
        } else if (!(who instanceof Recognition.Known(var client))) {
            clients.turnedAway(request, who);
            notLetIn.answer(who, response, callback);
        } else {
            var arrived = new Arrived(client, token.orElseThrow(), request, response, callback);
            if (request.getMethod().equals("POST")) {
                posts.take(arrived);
            } else {
                legacy(arrived);
            }
        }
        return true;
    }

    /** What only the revisions with a handshake have: a stream of its own, and an end of a session. */
    private void legacy(Arrived arrived) {
        var request = arrived.request();
        var session = McpRequest.greeted(request.getHeaders());
        if (arrived.unknownRevision()) {
            arrived.empty(400);
        } else if (arrived.stateless()) {
            arrived.notAllowed();
        } else if (request.getMethod().equals("DELETE")) {
            session.ifPresent(one -> {
                listening.end(arrived.client(), one);
                methods.subscriptions().end(arrived.client(), one);
                methods.levels().forget(arrived.client(), one);
            });
            arrived.empty(session.isPresent() ? 204 : 405);
        } else if (!arrived.takesStreams()) {
            arrived.empty(406);
        } else {
            try {
                listening.listen(arrived, session);
            } catch (Refusal full) {
                arrived.full(full);
            }
        }
    }

    /** How many streams of changes are open. */
    int streams() {
        return listening.size();
    }

    /** How many requests are being answered that may take long. */
    int waiting() {
        return posts.waiting();
    }

    /** Whoever listens is told that it is over. */
    @Override
    public void close() {
        listening.close();
        methods.subscriptions().close();
        posts.close();
    }

    private static Optional<String> token(Request request) {
        var headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        return headers.size() == 1 && headers.getFirst().startsWith(BEARER)
                ? Optional.of(headers.getFirst().substring(BEARER.length()).trim())
                : Optional.empty();
    }
}
