package dev.polar.host.endpoint;

import dev.polar.host.http.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Asks every request for its Host and, if it has one, its Origin: both have to name this listener on loopback, or a web
 * page elsewhere could reach it through a name that it points here (DNS rebinding).
 */
final class Doorkeeper extends Handler.Wrapper {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final IntSupplier port;
    private final Consumer<Request> turnedAway;

    /** @param turnedAway is told of everybody who is refused here */
    Doorkeeper(IntSupplier port, Consumer<Request> turnedAway, Handler inside) {
        super(inside);
        this.port = port;
        this.turnedAway = turnedAway;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        var origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        if (hosts.size() != 1
                || !ours(hosts.getFirst())
                || origins.size() > 1
                || !origins.stream().allMatch(this::oursToo)) {
            turnedAway.accept(request);
            Answer.problem(
                    response,
                    callback,
                    403,
                    new Refusal(
                            Code.ORIGIN_FORBIDDEN,
                            "the request's Host or Origin is not this host's",
                            "use http://127.0.0.1:" + port.getAsInt()));
            return true;
        }
        return super.handle(request, response, callback);
    }

    private boolean ours(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > 0
                && LOOPBACK.contains(authority.substring(0, colon))
                && authority.substring(colon + 1).equals(Integer.toString(port.getAsInt()));
    }

    private boolean oursToo(String origin) {
        try {
            var uri = URI.create(origin);
            return "http".equals(uri.getScheme()) && uri.getRawAuthority() != null && ours(uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
