package dev.polar.host.http;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.server.Request;

/** Where a request comes from: an address, or of IPv6 the network that one customer has for themselves. */
public final class Source {
    private static final int IPV6_NETWORK_BYTES = 8;

    private Source() {}

    public static String of(Request request) {
        var from = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(from instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "unknown";
        }
        var bytes = socket.getAddress().getAddress();
        return bytes.length == 4
                ? socket.getAddress().getHostAddress()
                : HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES)) + "::/64";
    }
}
