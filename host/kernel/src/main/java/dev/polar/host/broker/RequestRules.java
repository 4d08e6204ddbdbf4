package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a plugin's request may look like. */
final class RequestRules {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MAX_BODY = 10 << 20;
    private static final int MAX_TARGET = 8_192;
    private static final int MAX_HEADERS = 100;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> PERSONAL = Set.of("authorization", "cookie");

    private RequestRules() {}

    /** How long all of it may take, redirects too. */
    static Duration timeout(HttpCall call) {
        if (!call.timeout().isPositive()) {
            throw refused("the timeout is not positive", "Duration.ofSeconds(10)");
        }
        return call.timeout().compareTo(LONGEST) > 0 ? LONGEST : call.timeout();
    }

    /** @throws Refusal {@code HTTP_FAILED} or {@code HTTP_TOO_LARGE} */
    static Outgoing checked(HttpCall call) {
        if (!METHODS.contains(call.method())) {
            throw refused("'" + CleanText.line(call.method()) + "' is no method plugins use", "GET, POST, ...");
        }
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        call.headers().forEach((name, value) -> {
            if (!Headers.name(name) || !Headers.value(value) || Headers.kept(name) || !names.add(name)) {
                throw refused(
                        "the header '" + CleanText.line(name) + "' cannot be sent", "the host writes framing headers");
            }
        });
        if (call.body().length > MAX_BODY || call.headers().size() > MAX_HEADERS) {
            throw new Refusal(Code.HTTP_TOO_LARGE, "the request is larger than 10 MiB", "send it in parts");
        }
        var uri = ascii(call.uri());
        return new Outgoing(
                call.method(),
                Destination.of(uri),
                target(uri),
                call.headers(),
                call.body().clone());
    }

    static URI ascii(URI uri) {
        return URI.create(uri.toASCIIString());
    }

    static String target(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        if (target.length() > MAX_TARGET || !target.startsWith("/")) {
            throw refused("the URL is longer than 8,192 characters or has no path", "");
        }
        return target;
    }

    /** Whether it is meant for one origin alone. */
    static boolean personal(String header) {
        return PERSONAL.contains(header.toLowerCase(Locale.ROOT));
    }

    /** Whether it describes a body. */
    static boolean ofBody(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("content-");
    }

    static Refusal refused(String message, String hint) {
        return new Refusal(Code.HTTP_FAILED, message, hint);
    }
}
