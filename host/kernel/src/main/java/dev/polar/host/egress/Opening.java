package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Makes the far half of a link: asks, looks up once, records, and connects to exactly what was checked. */
record Opening(Traffic traffic, Lookups lookups) {
    private static final int CONNECT_MILLIS = 5_000;

    /** A far half, and what counts it. */
    record Opened(SocketChannel far, Traffic.Count count) {}

    /** @throws Refusal what {@link Passage#enter} refuses, {@code AUDIT_UNAVAILABLE}, {@code HTTP_FAILED} */
    Opened open(Link link, HostPort to) {
        try {
            var addresses = lookups.run(() -> link.passage().enter(to));
            var count = traffic.to(to);
            return new Opened(connected(link, to, addresses, count), count);
        } catch (IOException e) {
            throw new Refusal(
                    Code.HTTP_FAILED,
                    "no connection to " + to + ": "
                            + CleanText.line(e.getClass().getSimpleName() + ": " + e.getMessage()),
                    "try again later");
        }
    }

    private static SocketChannel connected(Link link, HostPort to, List<InetAddress> addresses, Traffic.Count count)
            throws IOException {
        IOException last = new NoRouteToHostException("the name has no address");
        for (var address : addresses) {
            var channel = link.with(SocketChannel.open(), to, address);
            try {
                channel.socket().connect(new InetSocketAddress(address, to.port()), CONNECT_MILLIS);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                count.connected(address.getHostAddress());
                return channel;
            } catch (IOException e) {
                channel.close();
                last = e;
            }
        }
        throw last;
    }
}
