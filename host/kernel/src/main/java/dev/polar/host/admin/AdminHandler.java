package dev.polar.host.admin;

import dev.polar.adminapi.Problem;
import dev.polar.host.http.Departure;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From HTTP to the table of routes and back. */
final class AdminHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final int MAX_BODY = (128 << 20) + (1 << 20);

    private final List<Route> routes;
    private final Doorman doorman;

    AdminHandler(List<Route> routes, Doorman doorman) {
        this.routes = List.copyOf(routes);
        this.doorman = doorman;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            send(response, callback, 200, Bodies.write(answer(request)));
        } catch (Refusal refusal) {
            send(response, callback, status(refusal.code()), Bodies.write(Problem.of(refusal)));
        } catch (IOException gone) {
            callback.failed(gone);
        } catch (RuntimeException fault) {
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), fault);
            var refusal = new Refusal(
                    Code.INTERNAL,
                    "the host failed: " + fault.getClass().getSimpleName(),
                    "the host's log has the cause");
            send(response, callback, 500, Bodies.write(Problem.of(refusal)));
        }
        return true;
    }

    private Object answer(Request request) throws IOException {
        var asker = doorman.admit(request);
        var path = request.getHttpURI().getDecodedPath();
        var route = routes.stream()
                .filter(candidate -> candidate.method().equals(request.getMethod()) && candidate.serves(path))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Code.REQUEST_INVALID,
                        "this host has no " + request.getMethod() + " " + path,
                        "use the 'polar' of the same version as the host"));
        if (!route.isOpenTo(asker)) {
            doorman.overreached(asker, route.method() + " " + route.path());
            throw route.closedTo(asker);
        }
        var body = route.method().equals("GET") ? new byte[0] : body(request);
        return route.answering()
                .answer(new Route.Asked(asker, route.nameIn(path), query(request), body, Departure.of(request)));
    }

    private static int status(Code code) {
        return switch (code) {
            case TOKEN_UNKNOWN -> 401;
            case OPERATOR_REQUIRED, ORIGIN_FORBIDDEN -> 403;
            case RATE_LIMITED -> 429;
            default -> 400;
        };
    }

    private static byte[] body(Request request) throws IOException {
        try (var in = Content.Source.asInputStream(request)) {
            var bytes = in.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new Refusal(Code.REQUEST_INVALID, "the request has more than 129 MiB", "");
            }
            return bytes;
        }
    }

    private static Map<String, String> query(Request request) {
        var query = new HashMap<String, String>();
        Request.extractQueryParameters(request).forEach(field -> query.put(field.getName(), field.getValue()));
        return query;
    }

    private static void send(Response response, Callback callback, int status, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
