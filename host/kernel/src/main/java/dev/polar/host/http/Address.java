package dev.polar.host.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Where the front doors are for whoever comes: scheme, name and port, as in an {@code Origin} (RFC 6454, section 6).
 *
 * @param host in lower case, an IPv6 address in brackets
 * @param port as it is in use, also where it is the scheme's own
 */
public record Address(String scheme, String host, int port) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String MARK = Address.class.getName();
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** @throws IllegalArgumentException unless it is one, {@code http} of this machine alone */
    public static Address of(String text) {
        var uri = URI.create(text);
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !String.valueOf(uri.getRawPath()).matches("/?")
                || !scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("not https://NAME or https://NAME:PORT");
        }
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !isLoopback(host)) {
            throw new IllegalArgumentException("without TLS it is this machine alone: https://NAME");
        }
        return new Address(scheme, host, uri.getPort() < 0 ? usual(scheme) : uri.getPort());
    }

    /** Whether that name, as in a URI, is this machine's own. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host);
    }

    /** Whether a request's {@code Host} says this address. */
    public boolean isNamed(String authority) {
        return named(authority, host);
    }

    /** Whether a request's {@code Host} says this port of this machine. */
    public boolean isNamedFromHere(String authority) {
        return LOOPBACK.stream().anyMatch(name -> named(authority, name));
    }

    private boolean named(String authority, String name) {
        return authority.equalsIgnoreCase(name + ":" + port)
                || port == usual(scheme) && authority.equalsIgnoreCase(name);
    }

    /** Notes at a request where its own pages are from, once a doorkeeper has looked at its {@code Host}. */
    public static void mark(Request request, String origin) {
        request.setAttribute(MARK, origin);
    }

    /** Where a request's own pages are from: the only {@code Origin} that is not another's. */
    public static String own(Request request) {
        return request.getAttribute(MARK) instanceof String origin
                ? origin
                : "http://" + request.getHeaders().get(HttpHeader.HOST);
    }

    private static int usual(String scheme) {
        return scheme.equals("https") ? HTTPS : HTTP;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port == usual(scheme) ? "" : ":" + port);
    }
}
