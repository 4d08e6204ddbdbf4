package dev.polar.host.egress;

import dev.polar.trust.permission.Host;
import dev.polar.trust.permission.NetConnect;
import dev.polar.trust.permission.Port;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a child asks to be connected to.
 *
 * @param port 1 to 65535
 */
public record HostPort(Host host, int port) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    /** {@code host:port} with nothing else in it, such as a user; empty for anything else. */
    static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? Optional.empty() : parse(text.substring(0, colon), text.substring(colon + 1));
    }

    /** @param host a name, a dotted IPv4 address or an IPv6 address in brackets */
    static Optional<HostPort> parse(String host, String port) {
        if (!NUMBER.matcher(port).matches() || Integer.parseInt(port) > 65_535 || bare(host)) {
            return Optional.empty();
        }
        return Host.of(host).map(named -> new HostPort(named, Integer.parseInt(port)));
    }

    /** An IPv6 address without brackets, whose end and the port's start nobody can tell. */
    private static boolean bare(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[");
    }

    /** What has to be granted. */
    public NetConnect access() {
        return new NetConnect(host, Port.of(port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
