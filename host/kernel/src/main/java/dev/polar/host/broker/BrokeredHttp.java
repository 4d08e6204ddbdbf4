package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Http;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Requests of a plugin. Each one, and each redirect on its own, is checked against the grant and by address. Secrets
 * travel with the first request only and only to their audience; whatever comes back is masked.
 */
final class BrokeredHttp implements Http {
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Rights rights;
    private final AddressCheck check;
    private final Exchange exchange;
    private final SentSecrets secrets;

    BrokeredHttp(Rights rights, AddressCheck check, Exchange exchange, SentSecrets secrets) {
        this.rights = rights;
        this.check = check;
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public HttpReply send(HttpCall call) {
        rights.requireLive();
        var time = InTime.within(RequestRules.timeout(call));
        var request = RequestRules.checked(call);
        rights.require(request.to().access());
        // "request" itself never carries a secret, so no redirect can take one along
        var carrying = secrets.put(request, call.secrets());
        var mask = secrets.mask();
        var reply = exchanged(carrying, time);
        secrets.requireReadable(reply, call.secrets());
        for (int redirects = 0; ; redirects++) {
            var location = location(reply);
            if (location.isEmpty()) {
                return masked(reply, mask);
            }
            if (redirects == MAX_REDIRECTS) {
                throw failed("more than " + MAX_REDIRECTS + " redirects", request);
            }
            request = redirected(request, reply.status(), location.get(), mask);
            rights.require(request.to().access());
            reply = exchanged(request, time);
        }
    }

    private HttpReply exchanged(Outgoing request, InTime time) {
        return time.run(request.to(), () -> exchange.run(request, check.addresses(request.to())));
    }

    private static Optional<String> location(HttpReply reply) {
        return REDIRECTS.contains(reply.status())
                ? Optional.ofNullable(reply.headers().get("location")).map(List::getFirst)
                : Optional.empty();
    }

    /** RFC 9110 section 15.4, as clients do it: only 307 and 308 repeat the method and the body. */
    private static Outgoing redirected(Outgoing from, int status, String location, SecretMask mask) {
        if (!mask.masked(location).equals(location)) {
            throw failed("the redirect carries a secret", from);
        }
        var uri = next(from, location);
        var to = Destination.of(uri);
        boolean same = to.equals(from.to());
        boolean repeated = status == 307 || status == 308 || from.method().equals("HEAD");
        var headers = from.headers().entrySet().stream()
                .filter(header -> same || !RequestRules.personal(header.getKey()))
                .filter(header -> repeated || !RequestRules.ofBody(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Outgoing(
                repeated ? from.method() : "GET",
                to,
                RequestRules.target(uri),
                headers,
                repeated ? from.body() : new byte[0]);
    }

    private static URI next(Outgoing from, String location) {
        try {
            var base = URI.create(
                    (from.to().tls() ? "https://" : "http://") + from.to().authority() + from.target());
            return RequestRules.ascii(base.resolve(new URI(location)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw failed("the redirect leads nowhere", from);
        }
    }

    private static HttpReply masked(HttpReply reply, SecretMask mask) {
        var headers = reply.headers().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        header -> header.getValue().stream().map(mask::masked).toList()));
        return new HttpReply(reply.status(), headers, mask.masked(reply.body()));
    }

    private static Refusal failed(String why, Outgoing request) {
        return new Refusal(Code.HTTP_FAILED, "the request to " + request.to() + " failed: " + CleanText.line(why), "");
    }
}
