package dev.polar.cli.bridge;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where a host's {@code /mcp} is, and the token that opens it. In the clear it is on this machine, or the token would be
 * everybody's who listens.
 */
record Endpoint(boolean tls, String host, int port, String path, String token) {
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static final int CONNECT_MILLIS = 5_000;

    static Endpoint of(String url, String token) {
        try {
            var uri = new URI(url);
            boolean tls = "https".equals(uri.getScheme());
            var host = uri.getHost();
            if (host != null && (tls || "http".equals(uri.getScheme()) && HERE.contains(host))) {
                int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
                return new Endpoint(tls, host, port, uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(), token);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new Refusal(
                Code.USAGE,
                "'" + url + "' is no address of a host: http on this machine, or https",
                "--url http://127.0.0.1:7777/mcp");
    }

    String authority() {
        return host + ":" + port;
    }

    String url() {
        return (tls ? "https://" : "http://") + authority() + path;
    }

    Socket connect() throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            return tls ? secured(socket) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket plain) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secured = (SSLSocket) factory.createSocket(plain, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
