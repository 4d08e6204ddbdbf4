package dev.polar.host.endpoint;

import dev.polar.host.http.Address;
import dev.polar.host.http.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Asks every request for its Host and, if it has one, its Origin: both have to name this listener, on loopback or as it is
 * known elsewhere, or a web page elsewhere could reach it through a name that it points here (DNS rebinding).
 */
final class Doorkeeper extends Handler.Wrapper {
    private final Supplier<Address> here;
    private final Optional<Address> elsewhere;
    private final Consumer<Request> turnedAway;

    /**
     * Lets requests for this host in.
     *
     * @param here what it listens on, once it does
     * @param elsewhere how others know it, if they do
     * @param turnedAway is told of everybody who is refused here
     */
    Doorkeeper(Supplier<Address> here, Optional<Address> elsewhere, Consumer<Request> turnedAway, Handler inside) {
        super(inside);
        this.here = here;
        this.elsewhere = elsewhere;
        this.turnedAway = turnedAway;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        var origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        var own = hosts.size() == 1 ? own(hosts.getFirst()) : Optional.<String>empty();
        if (own.isEmpty() || origins.size() > 1 || !origins.stream().allMatch(this::ours)) {
            turnedAway.accept(request);
            Answer.problem(
                    response,
                    callback,
                    403,
                    new Refusal(
                            Code.ORIGIN_FORBIDDEN,
                            "the request's Host or Origin is not this host's",
                            "use " + elsewhere.orElseGet(here)));
            return true;
        }
        Address.mark(request, own.get());
        return super.handle(request, response, callback);
    }

    /** Where pages are from that this Host has, if it is ours. */
    private Optional<String> own(String authority) {
        return elsewhere
                .filter(address -> address.isNamed(authority))
                .map(Address::toString)
                .or(() -> {
                    var listener = here.get();
                    return listener.isNamedFromHere(authority)
                            ? Optional.of(listener.scheme() + "://" + authority)
                            : Optional.empty();
                });
    }

    private boolean ours(String origin) {
        int slashes = origin.indexOf("://");
        return slashes > 0
                && own(origin.substring(slashes + 3))
                        .filter(origin::equalsIgnoreCase)
                        .isPresent();
    }
}
