package dev.polar.host.broker;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Host;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Port;
import dev.polar.trust.text.CleanText;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/** Where a request goes; two with the same are of one origin (RFC 6454). */
record Destination(boolean tls, Host host, int port) {
    /** @throws Refusal {@code HTTP_FAILED} unless it is an absolute http or https URL without credentials */
    static Destination of(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        int port = uri.getPort() < 0 ? tls ? 443 : 80 : uri.getPort();
        if (!tls && !scheme.equals("http")
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || port < 1
                || port > 65_535) {
            throw unusable(uri);
        }
        return new Destination(tls, Host.of(uri.getHost()).orElseThrow(() -> unusable(uri)), port);
    }

    NetConnect access() {
        return new NetConnect(host, Port.of(port));
    }

    Audience audience() {
        return new Audience(host, port);
    }

    /** Whether nobody on the way can read along: TLS, or this machine by name. */
    boolean secret() {
        return tls
                || switch (host) {
                    case Host.Name name -> name.named();
                    case Host.Address(var address) ->
                        InetAddress.ofLiteral(address).isLoopbackAddress();
                    case Host.Any any -> false;
                    case Host.Below below -> false;
                };
    }

    /** The Host header: without the scheme's own port. */
    String authority() {
        return port == (tls ? 443 : 80) ? host.toString() : host + ":" + port;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static Refusal unusable(URI uri) {
        return new Refusal(
                Code.HTTP_FAILED,
                "'" + CleanText.line(shown(uri)) + "' is no URL a request could go to",
                "http or https, a host, no user:password");
    }

    /** Without what may be secret in it. */
    private static String shown(URI uri) {
        return uri.getScheme() + "://" + (uri.getHost() == null ? "" : uri.getHost());
    }
}
