package dev.polar.worker.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** A port on loopback, each connection to which is one to the host's socket. Open until it is closed. */
public final class Way implements AutoCloseable {
    /** Where proxies are expected to be; inside, every port is free. */
    public static final int PORT = 3128;

    /** More wait until one ends; the host has a bound of its own. */
    private static final int AT_ONCE = 128;

    private final ServerSocketChannel port;
    private final UnixDomainSocketAddress host;
    private final Semaphore room = new Semaphore(AT_ONCE);

    private Way(ServerSocketChannel port, UnixDomainSocketAddress host) {
        this.port = port;
        this.host = host;
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param number the port; 0 for any that is free
     */
    public static Way open(Path socket, int number) throws IOException {
        var port = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            port.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), number), AT_ONCE);
        } catch (IOException e) {
            port.close();
            throw e;
        }
        var way = new Way(port, UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("egress").start(way::accept);
        return way;
    }

    public int port() {
        return port.socket().getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                room.acquireUninterruptibly();
                var near = port.accept();
                Thread.ofVirtual().start(() -> carry(near));
            }
        } catch (IOException closed) {
            // nobody is to come any more
        }
    }

    private void carry(SocketChannel near) {
        try (near;
                var far = SocketChannel.open(host)) {
            var back = Thread.ofVirtual().start(() -> Carrying.bytes(far, near));
            Carrying.bytes(near, far);
            back.join();
        } catch (IOException e) {
            // the host has closed the way: whoever came finds the connection closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
