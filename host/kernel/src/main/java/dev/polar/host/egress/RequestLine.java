package dev.polar.host.egress;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first line of a request to a proxy (RFC 9112 section 3).
 *
 * @param wanted what it asks for
 */
record RequestLine(String method, Wanted wanted) {
    private static final Pattern LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\\x21-\\x7e]+) HTTP/1\\.[01]");
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i)(https?)://([A-Za-z0-9._\\-\\[\\]:]+)([/?][^#\\\\]*)?");

    sealed interface Wanted {
        HostPort to();
    }

    /** A connection. */
    record Connection(HostPort to) implements Wanted {}

    /**
     * An answer.
     *
     * @param target path and query
     * @param stated whether the port was written
     */
    record Resource(boolean tls, HostPort to, boolean stated, String target) implements Wanted {
        /** The Host field: as the URL has it, whatever the client's own said. */
        String authority() {
            return to.port() == (tls ? 443 : 80) ? to.host().toString() : to.toString();
        }
    }

    static RequestLine of(Head head) throws Malformed {
        var line = LINE.matcher(head.first());
        if (!line.matches()) {
            throw new Malformed("no request");
        }
        var method = line.group(1);
        if (method.equals("CONNECT")) {
            if (!head.values("content-length").isEmpty()
                    || !head.values("transfer-encoding").isEmpty()) {
                throw new Malformed("CONNECT with a body");
            }
            return new RequestLine(method, new Connection(known(HostPort.parse(line.group(2)), line.group(2))));
        }
        return new RequestLine(method, resource(line.group(2)));
    }

    private static Resource resource(String target) throws Malformed {
        var url = ABSOLUTE.matcher(target);
        if (!url.matches()) {
            throw new Malformed("a request that is not for a proxy: a URL with http:// or CONNECT is expected");
        }
        boolean tls = url.group(1).toLowerCase(Locale.ROOT).equals("https");
        var authority = url.group(2);
        boolean stated = authority.lastIndexOf(':') > authority.lastIndexOf(']');
        var to = stated ? HostPort.parse(authority) : HostPort.parse(authority, tls ? "443" : "80");
        var path = Optional.ofNullable(url.group(3)).orElse("/");
        return new Resource(tls, known(to, authority), stated, path.startsWith("/") ? path : "/" + path);
    }

    private static HostPort known(Optional<HostPort> to, String text) throws Malformed {
        return to.orElseThrow(() -> new Malformed("'" + text + "', which is no host and port"));
    }
}
