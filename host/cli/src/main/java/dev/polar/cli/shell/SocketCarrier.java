package dev.polar.cli.shell;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** The Unix domain socket of a host on this machine. */
final class SocketCarrier implements Carrier {
    private final SocketChannel channel;
    private final Selector selector;
    private final long until;

    private SocketCarrier(SocketChannel channel, Selector selector, long until) {
        this.channel = channel;
        this.selector = selector;
        this.until = until;
    }

    static SocketCarrier to(Path socket, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        var channel = connected(socket);
        var selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return new SocketCarrier(channel, selector, until);
    }

    private static SocketChannel connected(Path socket) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new Unreachable(e);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count;
        while ((count = channel.read(into)) == 0) {
            await(SelectionKey.OP_READ);
        }
        return count;
    }

    private void await(int what) throws IOException {
        var key = channel.keyFor(selector);
        long left = (until - System.nanoTime()) / 1_000_000;
        if (key == null || left <= 0) {
            throw new IOException("the host did not answer in time");
        }
        key.interestOps(what);
        selector.select(left);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
