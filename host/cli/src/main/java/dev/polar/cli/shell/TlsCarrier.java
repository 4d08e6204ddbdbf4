package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS 1.3 to a host elsewhere, which has to be the one that was meant before it is told anything. */
final class TlsCarrier implements Carrier {
    private static final int CONNECT_MILLIS = 10_000;

    private final SSLSocket socket;
    private final long until;

    private TlsCarrier(SSLSocket socket, long until) {
        this.socket = socket;
        this.until = until;
    }

    /** @throws Refusal {@code HOST_UNTRUSTED} if it is not that host */
    static TlsCarrier to(RemoteHost host, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        var context = HostTrust.context(host.certificate());
        var plain = connected(host);
        try {
            var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host.name(), host.port(), true);
            var parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.startHandshake();
            return new TlsCarrier(socket, until);
        } catch (SSLException e) {
            plain.close();
            throw new Refusal(
                    Code.HOST_UNTRUSTED,
                    host + " is not shown to be the host that is meant: " + e.getMessage(),
                    "--host-certificate FILE: its certificate, or who issues it, obtained by another way");
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket connected(RemoteHost host) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host.name(), host.port()), CONNECT_MILLIS);
            return socket;
        } catch (UnknownHostException e) {
            socket.close();
            throw new Unreachable(new IOException("nothing has the name " + host.name(), e));
        } catch (IOException e) {
            socket.close();
            throw new Unreachable(e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("the host did not answer in time");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        try {
            int count =
                    socket.getInputStream().read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (count > 0) {
                into.position(into.position() + count);
            }
            return count;
        } catch (SocketTimeoutException e) {
            throw new IOException("the host did not answer in time", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
