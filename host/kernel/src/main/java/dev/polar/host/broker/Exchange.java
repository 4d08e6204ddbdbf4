package dev.polar.host.broker;

import dev.polar.spi.HttpReply;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request and its response over a connection of their own, made to an address that was checked. The JDK's client
 * cannot be told where to connect without losing the check of the certificate's name; here the socket is opened first, to
 * the address, and TLS put on it for the name.
 *
 * @param tls whose trust anchors count
 */
record Exchange(SSLSocketFactory tls) {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    HttpReply run(Outgoing request, List<InetAddress> addresses) throws IOException {
        try (var raw = connected(addresses, request.to().port());
                var socket = request.to().tls() ? secured(raw, request.to()) : raw) {
            var out = socket.getOutputStream();
            out.write(request.bytes());
            out.flush();
            return new ReplyReader(new BufferedInputStream(socket.getInputStream())).read(request.method());
        }
    }

    private static Socket connected(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new NoRouteToHostException("the name has no address");
        for (var address : addresses) {
            var socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private SSLSocket secured(Socket raw, Destination to) throws IOException {
        var host = to.host().toString().replaceAll("[\\[\\]]", "");
        var socket = (SSLSocket) tls.createSocket(raw, host, to.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
